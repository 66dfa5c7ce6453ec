import { useEffect, useRef, useState } from "react";
import type Sigma from "sigma";
import { useText } from "../language/language";
import { useVocabulary } from "../vocabulary/vocabulary";
import type { Position } from "./layout";
import { createPicture, draw } from "./picture";
import type { Network } from "./network";
import { ZoomButtons } from "./ZoomButtons";

interface Props {
  network: Network;
  focus: string;
  onChoose: (id: string) => void;
}

const canDraw = () => document.createElement("canvas").getContext("webgl2") !== null;

/** The network as sigma draws it; says so where the browser can't. */
export default function NetworkPicture({ network, focus, onChoose }: Props) {
  const text = useText().network;
  const { relations } = useVocabulary();
  const box = useRef<HTMLDivElement>(null);
  const positions = useRef<ReadonlyMap<string, Position>>(new Map());
  const [drawable] = useState(canDraw);
  const [picture, setPicture] = useState<Sigma | null>(null);

  useEffect(() => {
    if (!drawable || !box.current) return undefined;
    const created = createPicture(box.current);
    setPicture(created);
    return () => {
      created.kill();
      setPicture(null);
    };
  }, [drawable]);

  useEffect(() => {
    if (picture) positions.current = draw(picture, network, focus, relations, positions.current);
  }, [picture, network, focus, relations]);

  useEffect(() => {
    const choose = ({ node }: { node: string }) => {
      onChoose(node);
    };
    picture?.on("clickNode", choose);
    return () => {
      picture?.off("clickNode", choose);
    };
  }, [picture, onChoose]);

  if (!drawable) return <p className="no-picture">{text.noPicture}</p>;
  return (
    <>
      <div
        ref={box}
        className="canvas"
        role="img"
        aria-label={text.alt(network.nodes.size, network.edges.size)}
      />
      {picture && <ZoomButtons camera={picture.getCamera()} />}
    </>
  );
}
