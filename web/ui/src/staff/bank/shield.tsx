import { Component, type ReactNode } from "react";

interface Props {
  /** What is shown; another one is tried anew. */
  of: unknown;
  children: ReactNode;
}

interface State {
  failed: unknown;
}

/** Keeps a view that fails from taking the page around it, and what is written there, along. */
export class Shield extends Component<Props, State> {
  override state: State = { failed: null };

  static getDerivedStateFromError(): Partial<State> {
    return { failed: true };
  }

  override componentDidUpdate(before: Props): void {
    if (before.of !== this.props.of && this.state.failed !== null) this.setState({ failed: null });
  }

  override render(): ReactNode {
    if (this.state.failed === null) return this.props.children;
    return <p role="alert">Chưa xem trước được. (No preview of this yet.)</p>;
  }
}
