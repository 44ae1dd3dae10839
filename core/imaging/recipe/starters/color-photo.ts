/** The example of images.md 3.3. */
export const COLOR_PHOTO = `schema = 1
class  = "color-photo"
title  = "Everyday photo"
[limits]
max_pixels  = 50_000_000
max_seconds = 30
[[step]]
id   = "grain"
op   = "denoise.median"
size = 3                  # 1 switches it off
[[step]]
id    = "light"
op    = "tone.gamma"
gamma = 1.06              # above 1 brightens
[[step]]
id         = "vivid"
op         = "colour.modulate"
saturation = 1.08
[[step]]
id     = "edge"
op     = "sharpen.usm"
flat   = 0.4
jagged = 1.8
[output]
format  = "jpeg"
quality = 86
[tune]
params = ["light.gamma", "vivid.saturation", "edge.jagged"]
method = "gp"
step   = { "light.gamma" = 0.02, "vivid.saturation" = 0.04, "edge.jagged" = 0.25 }
range  = { "light.gamma" = [0.85, 1.35], "vivid.saturation" = [0.9, 1.4], "edge.jagged" = [0.5, 3.5] }
`;
