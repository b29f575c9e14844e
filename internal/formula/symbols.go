package formula

import "strings"

// symbol is what a command or a character stands for.
type symbol struct {
	text  string
	class Class
}

// symbolTable lists commands by class as "name char" pairs. The first name of a
// character is the one that is written; those after = only read.
var symbolTable = []struct {
	class Class
	pairs string
}{
	{Ord, `alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ
		mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω
		Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
		infty ∞ partial ∂ nabla ∇ forall ∀ exists ∃ nexists ∄ emptyset ∅ =varnothing ∅ hbar ℏ ell ℓ Re ℜ Im ℑ aleph ℵ wp ℘
		angle ∠ measuredangle ∡ sphericalangle ∢ triangle △ square □ Box □ lozenge ◊ diamondsuit ♢ heartsuit ♡ clubsuit ♣ spadesuit ♠
		bot ⊥ top ⊤ neg ¬ =lnot ¬ prime ′ degree ° dots … =ldots … =dotsc … cdots ⋯ =dotsb ⋯ =dotsm ⋯ =dotsi ⋯ vdots ⋮ ddots ⋱ checkmark ✓ bigstar ★ blacksquare ■
		imath ı jmath ȷ eth ð complement ∁ backprime ‵ surd √ sharp ♯ flat ♭ natural ♮ copyright © pounds £ yen ¥ S § P ¶ celsius ℃ mho ℧ permil ‰
		blacktriangle ▲ blacktriangledown ▼ triangledown ▽ Diamond ◇ bigcirc ◯ % % # # & & $ $ _ _`},
	{Bin, `times × div ÷ pm ± mp ∓ cdot ⋅ =cdotp ⋅ ast ∗ star ⋆ circ ∘ bullet ∙ cap ∩ cup ∪ setminus ∖ =smallsetminus ∖ wedge ∧ =land ∧ vee ∨ =lor ∨
		oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ uplus ⊎ sqcap ⊓ sqcup ⊔ amalg ⨿ dagger † ddagger ‡ wr ≀ bigtriangleup △ bigtriangledown ▽
		triangleleft ◁ triangleright ▷ diamond ⋄`},
	{Rel, `le ≤ =leq ≤ ge ≥ =geq ≥ leqslant ⩽ geqslant ⩾ ne ≠ =neq ≠ equiv ≡ approx ≈ sim ∼ simeq ≃ cong ≅ propto ∝ =varpropto ∝ ll ≪ gg ≫ lll ⋘ ggg ⋙
		in ∈ notin ∉ ni ∋ =owns ∋ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ subsetneq ⊊ supsetneq ⊋ nsubseteq ⊈ nsupseteq ⊉ sqsubseteq ⊑ sqsupseteq ⊒
		perp ⟂ parallel ∥ nparallel ∦ mid ∣ nmid ∤ models ⊨ vdash ⊢ dashv ⊣ asymp ≍ doteq ≐ prec ≺ succ ≻ preceq ⪯ succeq ⪰ approxeq ≊
		to → =rightarrow → gets ← =leftarrow ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⟹ =Longrightarrow ⟹ impliedby ⟸ =Longleftarrow ⟸
		iff ⟺ =Longleftrightarrow ⟺ longrightarrow ⟶ longleftarrow ⟵ longleftrightarrow ⟷ mapsto ↦ longmapsto ⟼ hookrightarrow ↪ hookleftarrow ↩
		uparrow ↑ downarrow ↓ updownarrow ↕ Uparrow ⇑ Downarrow ⇓ Updownarrow ⇕ nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖
		rightharpoonup ⇀ rightharpoondown ⇁ leftharpoonup ↼ leftharpoondown ↽ rightleftharpoons ⇌ leftrightharpoons ⇋ rightleftarrows ⇄ leftrightarrows ⇆
		nrightarrow ↛ nRightarrow ⇏ nleftarrow ↚ nLeftarrow ⇍ therefore ∴ because ∵ triangleq ≜ coloneqq ≔ =coloneq ≔ lessgtr ≶ nless ≮ ngtr ≯ nleq ≰ ngeq ≱ nsim ≁ ncong ≇
		leadsto ⇝ =rightsquigarrow ⇝ bowtie ⋈ smile ⌣ frown ⌢ backsim ∽ lesssim ≲ gtrsim ≳ subsetneqq ⫋ vDash ⊨ Vdash ⊩ blacktriangleright ▶ blacktriangleleft ◀`},
	{Open, `{ { =lbrace { =lbrack [ langle ⟨ lfloor ⌊ lceil ⌈ lvert | lVert ‖`},
	{Close, `} } =rbrace } =rbrack ] rangle ⟩ rfloor ⌋ rceil ⌉ rvert | rVert ‖`},
	{Ord, `| ‖ =Vert ‖ =vert | backslash \`},
	{Punct, `colon :`},
	{Big, `sum ∑ prod ∏ coprod ∐ int ∫ =intop ∫ iint ∬ iiint ∭ oint ∮ oiint ∯ bigcap ⋂ bigcup ⋃ bigvee ⋁ bigwedge ⋀ bigoplus ⨁ bigotimes ⨂ bigodot ⨀ biguplus ⨄ bigsqcup ⨆`},
}

// functionNames are written upright; those of limitNames take their subscript
// below. Names that only some countries use are here too: tg, cotg, ƯCLN.
const (
	functionNames = "sin cos tan cot sec csc arcsin arccos arctan arccot arcctg arctg sinh cosh tanh coth log ln lg exp deg dim hom ker arg tg cotg ctg sgn rank diag tr"
	limitNames    = "lim max min sup inf det gcd Pr limsup liminf lcm argmax argmin"
)

// plainChars are characters that stand for themselves, by class.
var plainChars = []symbol{
	{"+-*±×÷⋅·∓∘∪∩", Bin}, {"=<>:", Rel}, {"([", Open}, {")]!", Close}, {",;", Punct}, {"/.?\"@°′|'", Ord},
}

// oneChar is what characters that can be typed become inside of formulas.
var oneChar = map[rune]string{'-': "−", '*': "∗", '·': "⋅", '∆': "Δ", '∅': "∅", 'µ': "μ", '−': "−", '’': "′", '‘': "′", '´': "′", '\'': "′", '⁄': "/", 'º': "°", '‐': "−", '–': "−"}

var (
	commands  = map[string]symbol{} // by name
	classOf   = map[string]Class{}  // by character
	nameOf    = map[string]string{} // by character and class: the name that is written
	functions = map[string]Class{}
)

// The tables are filled before anything reads them; they never change after.
var _ = fillTables()

func fillTables() bool {
	for _, group := range symbolTable {
		words := strings.Fields(group.pairs)
		for i := 0; i+1 < len(words); i += 2 {
			addSymbol(words[i], words[i+1], group.class)
		}
	}
	for _, s := range plainChars {
		for _, r := range s.text {
			if _, known := classOf[string(r)]; !known || r < 0x80 {
				classOf[string(r)] = s.class
			}
		}
	}
	classOf["−"], classOf["∗"] = Bin, Bin
	for n := range strings.FieldsSeq(functionNames) {
		functions[n] = Func
	}
	for n := range strings.FieldsSeq(limitNames) {
		functions[n] = Lim
	}
	return true
}

func addSymbol(name, char string, class Class) {
	readOnly := len(name) > 1 && name[0] == '='
	if readOnly {
		name = name[1:]
	}
	commands[name] = symbol{char, class}
	if _, known := classOf[char]; !known {
		classOf[char] = class
	}
	if key := nameKey(char, class); nameOf[key] == "" && !readOnly {
		nameOf[key] = name
	}
}

func nameKey(char string, class Class) string { return char + string(rune('0'+int(class))) }

// delimiters are what \left, \right and \middle take, beside single characters.
var delimiters = map[string]string{
	"lbrace": "{", "{": "{", "rbrace": "}", "}": "}", "lbrack": "[", "rbrack": "]", "|": "‖", "Vert": "‖", "vert": "|", "lvert": "|", "rvert": "|",
	"lVert": "‖", "rVert": "‖", "langle": "⟨", "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "backslash": `\`,
	"uparrow": "↑", "downarrow": "↓", "updownarrow": "↕", "Uparrow": "⇑", "Downarrow": "⇓", "Updownarrow": "⇕", "lgroup": "⟮", "rgroup": "⟯",
}

// delimiterNames is how delimiters are written that are not plain characters.
var delimiterNames = map[string]string{
	"": ".", "{": `\{`, "}": `\}`, "‖": `\|`, "⟨": `\langle`, "⟩": `\rangle`, "⌊": `\lfloor`, "⌋": `\rfloor`, "⌈": `\lceil`, "⌉": `\rceil`, `\`: `\backslash`,
	"↑": `\uparrow`, "↓": `\downarrow`, "↕": `\updownarrow`, "⇑": `\Uparrow`, "⇓": `\Downarrow`, "⇕": `\Updownarrow`, "⟮": `\lgroup`, "⟯": `\rgroup`,
}

// accents are commands that put a sign over or under a body: the sign as
// OMML names it, whether it stands below, and whether it grows.
var accents = map[string]struct {
	char  string
	below bool
	grows bool
}{
	"vec": {"⃗", false, false}, "hat": {"̂", false, false}, "tilde": {"̃", false, false}, "bar": {"\u0304", false, false}, "dot": {"̇", false, false},
	"ddot": {"̈", false, false}, "dddot": {"⃛", false, false}, "check": {"̌", false, false}, "breve": {"̆", false, false}, "acute": {"́", false, false}, "grave": {"̀", false, false}, "mathring": {"̊", false, false},
	"widehat": {"̂", false, true}, "widetilde": {"̃", false, true}, "overrightarrow": {"⃗", false, true}, "overleftarrow": {"⃖", false, true},
	"overleftrightarrow": {"⃡", false, true}, "overline": {"̅", false, true}, "underline": {"̲", true, true}, "overbrace": {"⏞", false, true},
	"underbrace": {"⏟", true, true}, "overparen": {"⏜", false, true}, "underparen": {"⏝", true, true}, "wideparen": {"⏜", false, true}, "overarc": {"⏜", false, true}, "overbracket": {"⎴", false, true}, "underbracket": {"⎵", true, true},
	"underrightarrow": {"⃯", true, true}, "underleftarrow": {"⃮", true, true},
}

// accentAlias are names that KaTeX does not know for signs that it has. arc is
// what Vietnamese geometry puts over an arc AB.
var accentAlias = map[string]string{"wideparen": "overparen", "overarc": "overparen", "arc": "overparen", "longvec": "overrightarrow", "wdh": "widehat"}
