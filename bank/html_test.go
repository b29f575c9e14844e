package bank

import (
	"strings"
	"testing"
)

func TestCleanHTML(t *testing.T) {
	t.Parallel()
	hash := strings.Repeat("ab", 32)
	for _, tt := range []struct{ name, in, want string }{
		{"subset stays", `<p>Cho <b>a</b><br>x<sub>1</sub></p>`, `<p>Cho <b>a</b><br>x<sub>1</sub></p>`},
		{"script and handlers go", `<p onclick="x()">a<script>alert(1)</script></p>`, `<p>a</p>`},
		{"picture by hash", `<img src="media:` + hash + `" alt="đồ thị" onerror="x">`, `<img src="media:` + hash + `" alt="đồ thị">`},
		{"picture from elsewhere", `a<img src="http://x/y.png">`, `a`},
		{"picture as data", `a<img src="data:image/png;base64,AAAA">`, `a`},
		{"link keeps its text", `<a href="javascript:x">đây</a>`, `đây`},
		{"blocks become paragraphs", `<div>a</div><h2 class="x">b</h2>`, `<p>a</p><p>b</p>`},
		{"empty paragraphs go", `<p>a</p><p>&nbsp;</p><p><br></p>`, `<p>a</p>`},
		{"less than in a formula", `\(a<b\) và \[x&lt;y\]`, `\(a&lt;b\) và \[x&lt;y\]`},
		{"formula like a tag", `\(a<b>c\)`, `\(a&lt;b&gt;c\)`},
		{"tag inside a formula", `\(x<br>+1\)`, `\(x +1\)`},
		{"composed", "a\u0301", "á"},
		{"matrix keeps its rows", `\(\begin{cases}x=1\\y=2\end{cases}\)`, `\(\begin{cases}x=1\\y=2\end{cases}\)`},
		{"style attribute goes", `<span style="color:red">a</span>`, `<span>a</span>`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := CleanHTML(tt.in); got != tt.want {
				t.Errorf("CleanHTML(%q)\n got %q\nwant %q", tt.in, got, tt.want)
			}
			if got := CleanHTML(CleanHTML(tt.in)); got != tt.want {
				t.Errorf("cleaning twice gives %q", got)
			}
		})
	}
}

func TestTextHTML(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"x < 5 & y > 3":          "x &lt; 5 &amp; y &gt; 3",
		"dòng 1\ndòng 2":         "dòng 1<br/>dòng 2",
		"H<sub>2</sub>O":         "H<sub>2</sub>O",
		"$a<b$ và $$c$$":         `\(a&lt;b\) và \[c\]`,
		`giá 5\$ đến 7\$`:        "giá 5$ đến 7$",
		`<script>x</script> "a"`: `&lt;script&gt;x&lt;/script&gt; &#34;a&#34;`,
	} {
		if got := TextHTML(in); got != want {
			t.Errorf("TextHTML(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzCleanHTML(f *testing.F) {
	for _, s := range []string{`<p>a\(x<y\)</p>`, `\[`, `\(\)`, "<<b>", `\(<b\)<script>`, "\ue0000\ue001", `<img src=media:x>`, `\(&lt;\)`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := CleanHTML(s)
		if twice := CleanHTML(once); twice != once {
			t.Errorf("not stable: %q, then %q", once, twice)
		}
		low := strings.ToLower(once)
		for _, bad := range []string{"<script", "<iframe", "<object", "<style", "<a ", "<svg"} {
			if strings.Contains(low, bad) {
				t.Errorf("%q is left in %q", bad, once)
			}
		}
	})
}
