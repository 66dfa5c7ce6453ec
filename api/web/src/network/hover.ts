import type { NodeHoverDrawingFunction } from "sigma/rendering";

const PADDING = 4;

/** Draws a node's label in a box of the theme's colours while the pointer is on it. */
export function drawHover(paper: string, ink: string, rule: string): NodeHoverDrawingFunction {
  return (context, { x, y, size, label, color }, { labelSize, labelFont }) => {
    context.beginPath();
    context.arc(x, y, size + 2, 0, Math.PI * 2);
    context.fillStyle = color;
    context.fill();
    if (!label) return;
    context.font = `600 ${labelSize}px ${labelFont}`;
    const left = x + size + 3;
    const width = context.measureText(label).width + PADDING * 2;
    context.beginPath();
    context.roundRect(left, y - labelSize / 2 - PADDING, width, labelSize + PADDING * 2, 4);
    context.fillStyle = paper;
    context.fill();
    context.strokeStyle = rule;
    context.stroke();
    context.fillStyle = ink;
    context.fillText(label, left + PADDING, y + labelSize / 3);
  };
}
