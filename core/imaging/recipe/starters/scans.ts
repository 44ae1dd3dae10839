export const BINARY_SCAN = `schema = 1
class  = "binary-scan"
title  = "Page or ink drawing"
[[step]]
id        = "trim"
op        = "crop.trim"
threshold = 10
line_art  = true
margin    = 8
[[step]]
id    = "span"
op    = "tone.normalise"
lower = 2
upper = 98
[[step]]
id   = "contrast"
op   = "tone.linear"
gain = 1.15
[[step]]
id     = "edge"
op     = "sharpen.usm"
jagged = 2.5
[[step]]
id      = "two-tone"
op      = "bw.threshold"
enabled = false           # pure black and white
[output]
format = "png"
level  = 9
[tune]
params = ["contrast.gain", "edge.jagged"]
`;

export const HALFTONE_SCAN = `schema = 1
class  = "halftone-scan"
title  = "Printed picture with a dot screen"
[[step]]
id    = "screen"
op    = "smooth.blur"
sigma = 1.2               # melts the dots
[[step]]
id    = "span"
op    = "tone.normalise"
lower = 1
upper = 99
[[step]]
id     = "edge"
op     = "sharpen.usm"
sigma  = 1.2
flat   = 0.2
jagged = 1.5
[output]
format  = "jpeg"
quality = 88
chroma  = "4:4:4"
[tune]
params = ["screen.sigma", "edge.jagged"]
`;

export const RECEIPT = `schema = 1
class  = "receipt"
title  = "Receipt"
[[step]]
id        = "trim"
op        = "crop.trim"
threshold = 10
margin    = 8
[[step]]
id = "grey"
op = "colour.grey"
[[step]]
id    = "span"
op    = "tone.normalise"
lower = 2
upper = 98
[[step]]
id     = "local"
op     = "tone.clahe"
window = 12
slope  = 3
blend  = 0.4
[[step]]
id   = "contrast"
op   = "tone.linear"
gain = 1.2
[output]
format = "png"
level  = 9
[tune]
params = ["local.blend", "contrast.gain"]
`;

export const FORM_SCAN = `schema = 1
class  = "form-scan"
title  = "Form: left as it is"
`;
