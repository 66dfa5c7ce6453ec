import { use, useState, useTransition } from "react";
import { AnswersContext } from "../data/answers";
import { NetworkAround } from "../data/generated";
import { useLanguage } from "../language/language";
import { expand, type Network } from "./network";

const NEIGHBOURS = 40;

/** A network that grows: `expandNode` fetches a node's neighbours and adds them. */
export function useExpansion(start: Network) {
  const answers = use(AnswersContext);
  const { language } = useLanguage();
  const [network, setNetwork] = useState(start);
  const [pending, startTransition] = useTransition();
  const expandNode = (id: string) => {
    if (network.expanded.has(id)) return;
    startTransition(async () => {
      const variables = { lang: language, id, limit: NEIGHBOURS };
      const { neighbourhood } = await answers.get(NetworkAround, variables);
      startTransition(() => {
        setNetwork((before) => expand(before, id, neighbourhood));
      });
    });
  };
  return { network, pending, expandNode };
}
