import type { Camera } from "sigma";
import { useText } from "../language/language";

export function ZoomButtons({ camera }: { camera: Camera }) {
  const text = useText().network;
  const buttons: [string, string, () => Promise<unknown>][] = [
    ["+", text.zoomIn, () => camera.animatedZoom()],
    ["−", text.zoomOut, () => camera.animatedUnzoom()],
    ["⤢", text.fit, () => camera.animatedReset()],
  ];
  return (
    <div className="zoom">
      {buttons.map(([sign, name, move]) => (
        <button
          key={name}
          type="button"
          aria-label={name}
          title={name}
          onClick={() => {
            void move();
          }}
        >
          {sign}
        </button>
      ))}
    </div>
  );
}
