package demodata

import "khaothi/bank"

// The topics of the demonstration.
const (
	derivative  = "Ứng dụng đạo hàm"
	integral    = "Nguyên hàm và tích phân"
	vectors     = "Vectơ trong không gian"
	coordinates = "Phương pháp toạ độ trong không gian"
	probability = "Xác suất có điều kiện"
	statistics  = "Mẫu số liệu ghép nhóm"
	revision    = "Ôn tập lớp 11"
)

func choices() []choice {
	k, u, a := bank.Know, bank.Understand, bank.Apply
	return []choice{
		{derivative, k, `Đạo hàm của hàm số \(y = x^4 - 2x^2\) là`, "", []string{`\(y' = 4x^3 - 2x\)`, `*\(y' = 4x^3 - 4x\)`, `\(y' = x^3 - 4x\)`, `\(y' = 4x^3 - 4\)`}},
		{derivative, u, `Cho hàm số \(f(x)\) có đạo hàm \(f'(x) = x(x-1)^2(x+2)\) với mọi \(x \in \mathbb{R}\). Số điểm cực trị của hàm số là`, "", []string{`*\(2\)`, `\(1\)`, `\(3\)`, `\(0\)`}},
		{derivative, k, `Đường tiệm cận ngang của đồ thị hàm số \(y = \frac{2x-1}{x+3}\) là`, "", []string{`\(y = -3\)`, `\(x = -3\)`, `*\(y = 2\)`, `\(x = 2\)`}},
		{derivative, k, `Hàm số \(y = x^3 - 3x\) đồng biến trên khoảng nào dưới đây?`, "", []string{`\((-1; 1)\)`, `\((-\infty; 1)\)`, `\((-1; +\infty)\)`, `*\((1; +\infty)\)`}},
		{derivative, u, `Giá trị lớn nhất của hàm số \(y = x^3 - 3x + 1\) trên đoạn \([0; 2]\) bằng`, "", []string{`\(1\)`, `*\(3\)`, `\(-1\)`, `\(5\)`}},
		{derivative, u, `Hàm số \(y = f(x)\) có đồ thị như hình dưới. Số nghiệm thực của phương trình \(f(x) = 1\) là`, "curve", []string{`\(1\)`, `\(2\)`, `*\(3\)`, `\(0\)`}},
		{integral, k, `Họ các nguyên hàm của hàm số \(f(x) = 2x + 1\) là`, "", []string{`*\(x^2 + x + C\)`, `\(2x^2 + x + C\)`, `\(x^2 + C\)`, `\(2 + C\)`}},
		{integral, k, `Tích phân \(\int_1^2 3x^2\,dx\) bằng`, "", []string{`\(8\)`, `\(3\)`, `\(9\)`, `*\(7\)`}},
		{integral, k, `Họ các nguyên hàm của hàm số \(f(x) = e^{2x}\) là`, "", []string{`\(e^{2x} + C\)`, `*\(\frac{1}{2}e^{2x} + C\)`, `\(2e^{2x} + C\)`, `\(\frac{e^{2x+1}}{2x+1} + C\)`}},
		{integral, u, `Cho \(\int_0^2 f(x)\,dx = 3\) và \(\int_2^5 f(x)\,dx = 4\). Tích phân \(\int_0^5 f(x)\,dx\) bằng`, "", []string{`\(-1\)`, `\(1\)`, `*\(7\)`, `\(12\)`}},
		{integral, u, `Diện tích hình phẳng giới hạn bởi đồ thị hàm số \(y = x^2\), trục hoành và hai đường thẳng \(x = 0\), \(x = 3\) bằng`, "", []string{`*\(9\)`, `\(27\)`, `\(3\)`, `\(18\)`}},
		{integral, a, `Quay hình phẳng giới hạn bởi đồ thị hàm số \(y = \sqrt{x}\), trục hoành và đường thẳng \(x = 4\) quanh trục hoành. Thể tích khối tròn xoay thu được bằng`, "", []string{`\(8\)`, `*\(8\pi\)`, `\(16\pi\)`, `\(4\pi\)`}},
		{vectors, k, `Trong không gian \(Oxyz\), cho \(\vec{u} = (1; 2; -1)\) và \(\vec{v} = (3; 0; 2)\). Toạ độ của vectơ \(\vec{u} + \vec{v}\) là`, "", []string{`\((4; 2; 3)\)`, `\((-2; 2; -3)\)`, `\((3; 0; -2)\)`, `*\((4; 2; 1)\)`}},
		{vectors, k, `Trong không gian \(Oxyz\), độ dài của vectơ \(\vec{a} = (2; -1; 2)\) bằng`, "", []string{`\(9\)`, `\(1\)`, `*\(3\)`, `\(\sqrt{5}\)`}},
		{vectors, k, `Trong không gian \(Oxyz\), cho \(\vec{u} = (1; 2; 3)\) và \(\vec{v} = (2; -1; 1)\). Tích vô hướng \(\vec{u} \cdot \vec{v}\) bằng`, "", []string{`*\(3\)`, `\(7\)`, `\(5\)`, `\(0\)`}},
		{vectors, k, `Trong không gian \(Oxyz\), trung điểm của đoạn thẳng nối \(A(1; 0; 3)\) và \(B(3; 4; -1)\) có toạ độ là`, "", []string{`\((1; 2; -2)\)`, `*\((2; 2; 1)\)`, `\((4; 4; 2)\)`, `\((2; 4; -4)\)`}},
		{coordinates, k, `Trong không gian \(Oxyz\), mặt phẳng \((P): 2x - y + 3z - 5 = 0\) có một vectơ pháp tuyến là`, "", []string{`\((2; 1; 3)\)`, `\((2; -1; -5)\)`, `*\((2; -1; 3)\)`, `\((-1; 3; -5)\)`}},
		{coordinates, u, `Trong không gian \(Oxyz\), mặt cầu \((x-1)^2 + (y+2)^2 + z^2 = 9\) có tâm \(I\) và bán kính \(R\) là`, "", []string{`\(I(-1; 2; 0)\), \(R = 3\)`, `\(I(1; -2; 0)\), \(R = 9\)`, `\(I(-1; 2; 0)\), \(R = 9\)`, `*\(I(1; -2; 0)\), \(R = 3\)`}},
		{coordinates, k, `Trong không gian \(Oxyz\), đường thẳng \(\frac{x-1}{2} = \frac{y+3}{-1} = \frac{z}{4}\) có một vectơ chỉ phương là`, "", []string{`*\((2; -1; 4)\)`, `\((1; -3; 0)\)`, `\((-1; 3; 0)\)`, `\((2; 1; 4)\)`}},
		{coordinates, u, `Trong không gian \(Oxyz\), khoảng cách từ gốc toạ độ \(O\) đến mặt phẳng \(x + 2y + 2z - 6 = 0\) bằng`, "", []string{`\(6\)`, `*\(2\)`, `\(3\)`, `\(1\)`}},
		{probability, k, `Cho hai biến cố \(A\), \(B\) với \(P(B) = 0{,}4\) và \(P(AB) = 0{,}2\). Xác suất \(P(A \mid B)\) bằng`, "", []string{`\(0{,}4\)`, `\(0{,}2\)`, `\(0{,}8\)`, `*\(0{,}5\)`}},
		{probability, k, `Cho \(P(A) = 0{,}6\) và \(P(B \mid A) = 0{,}3\). Xác suất \(P(AB)\) bằng`, "", []string{`\(0{,}5\)`, `\(0{,}9\)`, `*\(0{,}18\)`, `\(0{,}3\)`}},
		{probability, u, `Một hộp có 5 viên bi đỏ và 3 viên bi xanh. Lấy lần lượt hai viên bi, không hoàn lại. Biết viên thứ nhất là bi đỏ, xác suất để viên thứ hai cũng là bi đỏ bằng`, "", []string{`\(\frac{5}{8}\)`, `*\(\frac{4}{7}\)`, `\(\frac{1}{2}\)`, `\(\frac{5}{14}\)`}},
		{statistics, k, `Một mẫu số liệu ghép nhóm có các nhóm \([10; 20)\), \([20; 30)\), \([30; 40)\), \([40; 50)\), nhóm nào cũng có tần số khác 0. Khoảng biến thiên của mẫu số liệu bằng`, "", []string{`*\(40\)`, `\(30\)`, `\(50\)`, `\(10\)`}},
		{statistics, k, `Một mẫu số liệu có phương sai bằng \(6{,}25\). Độ lệch chuẩn của mẫu số liệu bằng`, "", []string{`\(3{,}125\)`, `\(6{,}25\)`, `*\(2{,}5\)`, `\(39{,}0625\)`}},
		{statistics, k, `Một mẫu số liệu ghép nhóm có tứ phân vị \(Q_1 = 12\) và \(Q_3 = 20\). Khoảng tứ phân vị bằng`, "", []string{`\(32\)`, `\(16\)`, `\(4\)`, `*\(8\)`}},
		{revision, k, `Nghiệm của phương trình \(2^x = 8\) là`, "", []string{`\(x = 4\)`, `*\(x = 3\)`, `\(x = 2\)`, `\(x = \frac{1}{3}\)`}},
		{revision, u, `Hàm số nào dưới đây nghịch biến trên \(\mathbb{R}\)?`, "", []string{`*\(y = \left(\frac{1}{2}\right)^x\)`, `\(y = 2^x\)`, `\(y = x^2\)`, `\(y = x^3\)`}},
		{revision, k, `Cấp số cộng \((u_n)\) có \(u_1 = 2\) và công sai \(d = 3\). Số hạng \(u_5\) bằng`, "", []string{`\(17\)`, `\(11\)`, `*\(14\)`, `\(12\)`}},
		{revision, k, `Số nào là nghiệm của phương trình \(x(x-1)(x-2) = 0\)?`, "", []string{`\(0\)`, `\(1\)`, `\(2\)`, `*!Cả ba số đã nêu`}},
		{derivative, u, `Những hàm số nào có đúng một điểm cực trị?`, "", []string{`*\(y = x^2\)`, `\(y = x^3\)`, `*\(y = x^4\)`, `\(y = 2x + 1\)`}},
		{vectors, u, `Trong không gian \(Oxyz\), những vectơ nào vuông góc với \(\vec{u} = (1; 1; 0)\)?`, "", []string{`\((1; 1; 1)\)`, `*\((1; -1; 0)\)`, `\((2; -1; 0)\)`, `*\((0; 0; 2)\)`}},
	}
}
