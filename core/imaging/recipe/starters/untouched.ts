export const SCREENSHOT = `schema = 1
class  = "screenshot"
title  = "Screenshot: packed smaller without loss"
[output]
format = "png"
level  = 9
`;

export const GRAPHIC = `schema = 1
class  = "graphic"
title  = "Graphic: packed smaller without loss"
[output]
format = "png"
level  = 9
`;

export const UNKNOWN = `schema = 1
class  = "unknown"
title  = "Unknown: left as it is"
`;
