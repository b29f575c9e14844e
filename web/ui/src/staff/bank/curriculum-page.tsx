import {
  Button,
  Card,
  Descriptions,
  Flex,
  Input,
  Popconfirm,
  Select,
  Space,
  Tag,
  Tree,
  Typography,
} from "antd";
import { useMemo, useState } from "react";
import { useNavigate } from "react-router";

import { api, ok } from "../api";
import { Async } from "../parts/async";
import {
  DeleteOutlined,
  DownloadOutlined,
  EditOutlined,
  PlusOutlined,
  UploadOutlined,
} from "../parts/icons";
import { Page } from "../parts/page";
import { matches } from "../admin/search";
import { hasRole, useSession } from "../session/session";
import { useLanguage, useText } from "../text/language";
import { useAction } from "../use-action";
import { NodeDialog } from "./node-dialog";
import { NodeFileDialog } from "./node-file-dialog";
import { gradesText, tagsOf, treeOf, useNodes, type Node, type TreeNode } from "./node-picker";
import { nodeKinds } from "./node-words";
import { toQuery } from "./find/filter";
import "./find/find.css";

/** The programme as a tree: to look through, to extend, to find questions by. */
export default function CurriculumPage() {
  const t = useText();
  const read = useNodes();
  const editor = hasRole(useSession(), ["reviewer", "admin"]);
  const [file, setFile] = useState(false);
  return (
    <Page
      title={t("Chương trình", "Curriculum")}
      lead={t(
        "Chương trình giáo dục phổ thông 2018 và những mục mà đơn vị thêm vào. Tên của mục là nhãn của câu hỏi.",
        "The general education programme of 2018 and what units added. The name of a node is the tag of questions.",
      )}
      actions={
        <Space wrap>
          <Button icon={<DownloadOutlined />} href="/api/curriculum.xlsx">
            {t("Tải .xlsx", "Download .xlsx")}
          </Button>
          {editor && (
            <Button icon={<UploadOutlined />} onClick={() => setFile(true)}>
              {t("Nhập .xlsx", "Import .xlsx")}
            </Button>
          )}
        </Space>
      }
    >
      <Async of={read}>
        {(nodes) => <Curriculum nodes={nodes} editor={editor} onChanged={read.reload} />}
      </Async>
      {file && <NodeFileDialog onClose={() => setFile(false)} onDone={read.reload} />}
    </Page>
  );
}

interface Props {
  nodes: Node[];
  editor: boolean;
  onChanged: () => void;
}

function Curriculum({ nodes, editor, onChanged }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const [text, setText] = useState("");
  const [grade, setGrade] = useState<number | undefined>(undefined);
  const [chosen, setChosen] = useState<string | null>(null);
  const tree = useMemo(
    () => prune(treeOf(nodes, language, grade ? { grade } : {}), text),
    [nodes, language, grade, text],
  );
  const node = nodes.find((n) => n.code === chosen);
  const open = text === "" ? {} : { expandedKeys: keysOf(tree) };
  return (
    <div className="kt-curriculum">
      <Card>
        <Flex gap={8} wrap className="kt-gap">
          <Input
            className="kt-search"
            allowClear
            value={text}
            onChange={(e) => setText(e.target.value)}
            aria-label={t("Tìm trong chương trình", "Search the curriculum")}
            placeholder={t("Tìm không cần dấu", "Search, accents optional")}
          />
          <Select
            className="kt-filter"
            allowClear
            aria-label={t("Lớp", "Grade")}
            placeholder={t("Mọi lớp", "All grades")}
            options={Array.from({ length: 12 }, (_, i) => ({
              value: i + 1,
              label: t(`Lớp ${i + 1}`, `Grade ${i + 1}`),
            }))}
            onChange={(g: number | undefined) => setGrade(g)}
          />
        </Flex>
        <Tree<TreeNode>
          blockNode
          showLine
          treeData={tree}
          selectedKeys={chosen === null ? [] : [chosen]}
          onSelect={(keys) => setChosen(keys[0] === undefined ? null : String(keys[0]))}
          {...open}
        />
      </Card>
      {node && (
        <Detail key={node.code} node={node} nodes={nodes} editor={editor} onChanged={onChanged} />
      )}
    </div>
  );
}

/** The nodes whose title has the words, with what stands above them. */
function prune(tree: TreeNode[], text: string): TreeNode[] {
  if (text.trim() === "") return tree;
  return tree.flatMap((n) => {
    if (matches(`${n.title} ${n.value}`, text)) return [n];
    const children = prune(n.children, text);
    return children.length > 0 ? [{ ...n, children }] : [];
  });
}

function keysOf(tree: TreeNode[]): string[] {
  return tree.flatMap((n) => (n.children.length > 0 ? [n.key, ...keysOf(n.children)] : []));
}

function Detail({ node, nodes, editor, onChanged }: { node: Node } & Props) {
  const t = useText();
  const { language } = useLanguage();
  const navigate = useNavigate();
  const { run } = useAction();
  const session = useSession();
  const [dialog, setDialog] = useState<"add" | "edit" | null>(null);
  const own = node.unit_id !== undefined && node.unit_id !== "";
  const mine = own && editor && node.unit_id === session.unit.id;
  const remove = async () => {
    const params = { path: { code: node.code }, query: { unit_id: node.unit_id ?? "" } };
    await run(() => ok(api.DELETE("/api/curriculum/{code}", { params })), {
      done: t("Đã xoá.", "Deleted."),
    });
    onChanged();
  };
  const find = () => {
    const { subject, topic, content, outcome } = tagsOf(node.code, nodes) ?? { subject: "" };
    const f = outcome ? { outcome } : content ? { content } : topic ? { topic } : {};
    void navigate(`/ngan-hang?${toQuery({ subject, ...f }).toString()}`);
  };
  return (
    <Card className="kt-curriculum-detail" title={nodeKinds[node.kind][language]}>
      <Typography.Paragraph strong>{node.name}</Typography.Paragraph>
      <Descriptions
        size="small"
        column={1}
        items={[
          { key: "code", label: t("Mã", "Code"), children: <code>{node.code}</code> },
          {
            key: "grades",
            label: t("Lớp", "Grades"),
            children: gradesText(node.grades, language) || "–",
          },
          {
            key: "by",
            label: t("Thêm bởi", "Added by"),
            children: own ? (
              <Tag color="blue">{t("đơn vị", "a unit")}</Tag>
            ) : (
              t("Bộ GDĐT", "the ministry")
            ),
          },
        ]}
      />
      <Space wrap>
        <Button onClick={find}>{t("Tìm câu hỏi", "Find questions")}</Button>
        {editor && node.kind !== "outcome" && (
          <Button icon={<PlusOutlined />} onClick={() => setDialog("add")}>
            {t("Thêm mục con", "Add below")}
          </Button>
        )}
        {mine && (
          <>
            <Button icon={<EditOutlined />} onClick={() => setDialog("edit")}>
              {t("Sửa", "Edit")}
            </Button>
            <Popconfirm
              title={t("Xoá mục này?", "Delete this node?")}
              onConfirm={() => void remove()}
            >
              <Button danger icon={<DeleteOutlined />}>
                {t("Xoá", "Delete")}
              </Button>
            </Popconfirm>
          </>
        )}
      </Space>
      {dialog && (
        <NodeDialog
          parent={dialog === "add" ? node : nodes.find((n) => n.code === node.parent)}
          node={dialog === "edit" ? node : undefined}
          onClose={() => setDialog(null)}
          onDone={() => {
            setDialog(null);
            onChanged();
          }}
        />
      )}
    </Card>
  );
}
