export const DARK_PHOTO = `schema = 1
class  = "dark-photo"
title  = "Dark photo"
[[step]]
id   = "grain"
op   = "denoise.median"
size = 3                  # 1 switches it off
[[step]]
id    = "light"
op    = "tone.gamma"
gamma = 1.25              # above 1 brightens
[[step]]
id    = "span"
op    = "tone.normalise"
lower = 0.5
upper = 99.5
[[step]]
id     = "local"
op     = "tone.clahe"
window = 8
slope  = 3
blend  = 0.35
[[step]]
id         = "vivid"
op         = "colour.modulate"
saturation = 1.05
[output]
format  = "jpeg"
quality = 86
[tune]
params = ["light.gamma", "local.blend", "vivid.saturation"]
`;

export const MONO_PHOTO = `schema = 1
class  = "mono-photo"
title  = "Black-and-white photo"
[[step]]
id    = "span"
op    = "tone.normalise"
lower = 0.5
upper = 99.5
[[step]]
id    = "light"
op    = "tone.gamma"
gamma = 1.04              # above 1 brightens
[[step]]
id     = "edge"
op     = "sharpen.usm"
flat   = 0.4
jagged = 1.8
[[step]]
id = "grey"
op = "colour.grey"
[output]
format  = "jpeg"
quality = 88
[tune]
params = ["light.gamma", "edge.jagged"]
`;
