import dayjs, { type Dayjs } from "dayjs";

/** Vietnam is seven hours ahead of UTC all year. */
const offsetMinutes = 7 * 60;

/** A time for a picker that shows the clock of Vietnam wherever the browser is. */
export function toPicker(iso: string): Dayjs {
  const at = new Date(iso);
  return dayjs(at.getTime() + (offsetMinutes + at.getTimezoneOffset()) * 60_000);
}

/** What a picker shows, read as the clock of Vietnam. */
export function fromPicker(value: Dayjs): string {
  return new Date(`${value.format("YYYY-MM-DDTHH:mm:ss")}+07:00`).toISOString();
}

/** The next full hour but one: when a new sitting is proposed to start. */
export function soon(now: Date): string {
  const hour = 3_600_000;
  return new Date((Math.floor(now.getTime() / hour) + 2) * hour).toISOString();
}

/** The school year that a day belongs to: it turns in August. */
export function schoolYear(now: Date): string {
  const first = now.getMonth() >= 7 ? now.getFullYear() : now.getFullYear() - 1;
  return `${first}-${first + 1}`;
}
