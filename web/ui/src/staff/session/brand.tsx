/** The mark of the house: an answer sheet with one mark. */
export function Mark({ size = 36 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="rgba(255,255,255,0.12)" />
      <path
        d="M8 9.5h16M8 16h9M8 22.5h6"
        stroke="#9fc6f0"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
      <path
        d="M17.5 21.5l3 3 5.5-7.5"
        fill="none"
        stroke="#fff"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

/** Rows of answer bubbles, some of them filled: the backdrop of the sign-in page. */
export function Bubbles() {
  const filled = [1, 6, 8, 15, 18, 21, 27, 28, 34, 37, 43, 44];
  return (
    <svg className="kt-bubbles" viewBox="0 0 200 520" aria-hidden="true">
      {Array.from({ length: 48 }, (_, i) => (
        <circle
          key={i}
          cx={28 + (i % 4) * 44}
          cy={24 + Math.floor(i / 4) * 43}
          r="14"
          fill={filled.includes(i) ? "rgba(255,255,255,0.20)" : "none"}
          stroke="rgba(255,255,255,0.20)"
          strokeWidth="1.5"
        />
      ))}
    </svg>
  );
}
