/** The embedded classify.toml (IM7): rule key, signal, `_min` or `_max`. */
export const CLASSIFY_TOML = `# R1
hint_flat_min = 0.30
# R2
icon_alpha_min = 0.05
icon_long_max = 1024
icon_aspect_max = 2
# R3
pixel_scale_k_min = 2
pixel_colours_max = 256
# R4
halftone_halftone_min = 0.20
halftone_flat_max = 0.50
# R5
receipt_aspect_min = 2.2
receipt_edge_min = 0.06
receipt_sat_max = 0.12
receipt_white_min = 0.40
# R6
panel_density_min = 0.05
panel_luma_lo = 0.50
panel_luma_hi = 0.92
form_rest_bimodal_min = 0.70
form_edge_min = 0.06
form_sat_max = 0.12
form_flat_max = 0.55
form_white_min = 0.30
# R7
page_colours_max = 2
page_long_min = 1500
page_white_min = 0.55
page_sat_max = 0.10
page_top1_max = 0.50
# R8
lineart_coloured_max = 0.002
lineart_top1_min = 0.75
lineart_entropy_max = 2
# R9
screen_top8_min = 0.70
screen_flat_min = 0.40
screen_edge_min = 0.20
# R10
chart_top8_min = 0.80
chart_flat_min = 0.55
# R11
dark_flat_max = 0.50
dark_dark_min = 0.60
dark_luma_mean_max = 50
dark_coloured_min = 0.01
# R12
color_flat_max = 0.50
color_coloured_min = 0.01
color_bucket_min = 0.0256
color_colours_min = 4000
# R13
mono_flat_max = 0.50
mono_coloured_max = 0.01
mono_bucket_min = 0.8125
mono_entropy_min = 5.5
# R14
graphic_palette_max = 64
graphic_edge_max = 0.10
graphic_coloured_min = 0.01
`;
