import { Numeric, Short } from "./answers/accepted";
import { Essay, FileUpload } from "./answers/by-hand";
import { Cloze } from "./answers/cloze";
import type { Edit } from "./answers/edit";
import { Hotspot } from "./answers/hotspot";
import { Match } from "./answers/match";
import { Options } from "./answers/options";
import { Order } from "./answers/order";
import { Cluster } from "./answers/statements";
import type { Kind } from "./words";

/** The part of a question that depends on its kind, key included. */
export function AnswerEditor({ edit }: { edit: Edit }) {
  switch (edit.body.question.kind as Kind) {
    case "single":
    case "multiple":
      return <Options edit={edit} />;
    case "cluster":
      return <Cluster edit={edit} />;
    case "short":
      return <Short edit={edit} />;
    case "numeric":
      return <Numeric edit={edit} />;
    case "cloze":
      return <Cloze edit={edit} />;
    case "match":
    case "categorise":
      return <Match edit={edit} />;
    case "order":
      return <Order edit={edit} />;
    case "hotspot":
      return <Hotspot edit={edit} />;
    case "essay":
      return <Essay edit={edit} />;
    case "upload":
      return <FileUpload edit={edit} />;
  }
}
