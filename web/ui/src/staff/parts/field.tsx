import { Form, type FormItemProps } from "antd";
import { cloneElement, useId, type ReactElement } from "react";

interface Props extends Omit<FormItemProps, "children" | "name" | "htmlFor"> {
  children: ReactElement<{ id?: string }>;
}

/** A control with its label where no form keeps the value: pressing the label, and a screen reader, find it. */
export function Field({ children, ...item }: Props) {
  const id = useId();
  return (
    <Form.Item {...item} htmlFor={id}>
      {cloneElement(children, { id })}
    </Form.Item>
  );
}
