/** A rectangle by its middle. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const ROUNDS = 200;
const between = (value: number, low: number, high: number) =>
  Math.max(low, Math.min(high, value));

function push(a: Box, b: Box): void {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const overX = (a.width + b.width) / 2 - Math.abs(dx);
  const overY = (a.height + b.height) / 2 - Math.abs(dy);
  if (overX <= 0 || overY <= 0) return;
  if (overX < overY) {
    const step = (overX / 2) * (dx < 0 ? -1 : 1);
    a.x -= step;
    b.x += step;
  } else {
    const step = (overY / 2) * (dy < 0 ? -1 : 1);
    a.y -= step;
    b.y += step;
  }
}

/** Moves boxes until none covers another, inside a frame that starts at 0, 0; changes them. */
export function moveApart(boxes: readonly Box[], width: number, height: number): void {
  for (let round = 0; round < ROUNDS; round++) {
    boxes.forEach((a, index) => {
      for (const b of boxes.slice(index + 1)) push(a, b);
    });
    for (const box of boxes) {
      box.x = between(box.x, box.width / 2, width - box.width / 2);
      box.y = between(box.y, box.height / 2, height - box.height / 2);
    }
  }
}

/** Stretches the boxes' middles over the frame; changes them. */
export function spread(boxes: readonly Box[], width: number, height: number): void {
  const [xs, ys] = [boxes.map(({ x }) => x), boxes.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [wide, tall] = [Math.max(...xs) - left || 1, Math.max(...ys) - top || 1];
  for (const box of boxes) {
    box.x = ((box.x - left) / wide) * width;
    box.y = ((box.y - top) / tall) * height;
  }
}
