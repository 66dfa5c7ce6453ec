import type { Messages } from "../language/zh";
import { namedEntityAddress } from "../routing/addresses";

/** A question to start from, and the entity whose view answers it. */
export interface Question {
  key: keyof Messages["questions"];
  name: string;
  type: string;
  /** The relation that the view scrolls to. */
  relation?: string;
}

export const questions: readonly Question[] = [
  { key: "follows", name: "重大行政决策程序暂行条例", type: "Document", relation: "follows-in" },
  {
    key: "awards",
    name: "广西壮族自治区/柳州市/城中区",
    type: "District",
    relation: "receivedAward",
  },
  { key: "first", name: "柳州市行政审批局", type: "Agency", relation: "adopts" },
  {
    key: "implements",
    name: "法治政府建设实施纲要（2021－2025年）",
    type: "Document",
    relation: "implements-in",
  },
];

export const questionAddress = ({ name, type, relation }: Question) =>
  namedEntityAddress(name, type, relation);
