// Where the picture stands in the viewer. Offsets are pixels from the viewer's centre to the
// picture's centre; a rotation turns clockwise.

export interface Size {
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

export type Rotation = 0 | 90 | 180 | 270;

export interface Placement extends Point {
  scale: number;
  rotation: Rotation;
}

export const kMinScale = 0.05;
export const kMaxScale = 8;
const kGrip = 60; // so many pixels of the picture stay in sight while it is dragged

const clamp = (value: number, least: number, most: number) =>
  Math.min(Math.max(value, least), most);

export function turnedSize(picture: Size, rotation: Rotation): Size {
  return rotation % 180 === 0 ? picture : { width: picture.height, height: picture.width };
}

/** The whole picture in sight, centred; small pictures are not blown up. */
export function fitted(view: Size, picture: Size, rotation: Rotation = 0): Placement {
  const { width, height } = turnedSize(picture, rotation);
  const scale = width > 0 && height > 0 ? Math.min(view.width / width, view.height / height, 1) : 1;
  return { scale: clamp(scale, kMinScale, kMaxScale), rotation, x: 0, y: 0 };
}

/** Zooms by `factor`; what lies under `at` (from the viewer's centre) stays under it. */
export function zoomed(from: Placement, factor: number, at: Point = { x: 0, y: 0 }): Placement {
  const scale = clamp(from.scale * factor, kMinScale, kMaxScale);
  const by = scale / from.scale;
  return { ...from, scale, x: at.x - (at.x - from.x) * by, y: at.y - (at.y - from.y) * by };
}

/** A quarter turn clockwise about the viewer's centre. */
export function turned(from: Placement): Placement {
  return {
    ...from,
    rotation: ((from.rotation + 90) % 360) as Rotation,
    x: from.y === 0 ? 0 : -from.y,
    y: from.x,
  };
}

/** Moved, but never wholly out of sight. */
export function dragged(from: Placement, by: Point, view: Size, picture: Size): Placement {
  const { width, height } = turnedSize(picture, from.rotation);
  const reach = (size: number, seen: number) => Math.max((size * from.scale + seen) / 2 - kGrip, 0);
  const x = reach(width, view.width);
  const y = reach(height, view.height);
  return { ...from, x: clamp(from.x + by.x, -x, x), y: clamp(from.y + by.y, -y, y) };
}

export function toTransform({ x, y, rotation, scale }: Placement): string {
  return `translate(-50%, -50%) translate(${x}px, ${y}px) rotate(${rotation}deg) scale(${scale})`;
}
