/** Points as they are typed, in hundredths: 0.29 is 29, whatever its binary fraction. */
export function roundPoints(n: number): number {
  return Math.round(n * 100);
}

/** What is given so far. */
export function sumOf(points: Readonly<Record<string, number | null>>): number {
  return Object.values(points).reduce<number>((sum, n) => sum + (n ?? 0), 0);
}
