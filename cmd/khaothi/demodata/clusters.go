package demodata

func clusters() []cluster {
	return []cluster{
		{derivative, `Cho hàm số \(f(x) = x^3 - 3x^2 + 2\).`, "", [4]string{
			`Đ/B \(f'(x) = 3x^2 - 6x\).`, `S/H Hàm số đồng biến trên khoảng \((0; 2)\).`,
			`Đ/H Hàm số đạt cực đại tại \(x = 0\).`, `Đ/V Giá trị nhỏ nhất của hàm số trên đoạn \([0; 3]\) bằng \(-2\).`,
		}},
		{derivative, `Cho hàm số \(y = \frac{x+1}{x-1}\).`, "", [4]string{
			`Đ/B Tập xác định của hàm số là \(\mathbb{R} \setminus \{1\}\).`, `S/H \(y' = \frac{2}{(x-1)^2}\).`,
			`Đ/B Đồ thị hàm số có tiệm cận đứng \(x = 1\).`, `S/V Hàm số đồng biến trên từng khoảng xác định.`,
		}},
		{coordinates, `Trong không gian \(Oxyz\), cho ba điểm \(A(1; 0; 0)\), \(B(0; 2; 0)\), \(C(0; 0; 3)\).`, "", [4]string{
			`S/B \(\overrightarrow{AB} = (1; -2; 0)\).`, `Đ/H Mặt phẳng \((ABC)\) có phương trình \(\frac{x}{1} + \frac{y}{2} + \frac{z}{3} = 1\).`,
			`Đ/H Thể tích khối tứ diện \(OABC\) bằng \(1\).`, `Đ/V Khoảng cách từ \(O\) đến mặt phẳng \((ABC)\) bằng \(\frac{6}{7}\).`,
		}},
		{integral, `Một vật chuyển động thẳng với vận tốc \(v(t) = 3t^2 - 12t + 9\) (m/s), trong đó \(t \ge 0\) tính bằng giây.`, "", [4]string{
			`Đ/B Vận tốc của vật tại thời điểm \(t = 0\) là \(9\) m/s.`, `Đ/H Vật đứng yên tại các thời điểm \(t = 1\) và \(t = 3\).`,
			`S/V Quãng đường vật đi được trong 3 giây đầu bằng \(0\) m.`, `Đ/H Gia tốc của vật tại thời điểm \(t = 2\) bằng \(0\).`,
		}},
		{probability, `Hộp I có 4 viên bi đỏ và 6 viên bi xanh, hộp II có 7 viên bi đỏ và 3 viên bi xanh. Chọn ngẫu nhiên một hộp rồi lấy ngẫu nhiên một viên bi từ hộp đó. Gọi \(A\) là biến cố chọn được hộp I, \(B\) là biến cố lấy được bi đỏ.`, "", [4]string{
			`Đ/B \(P(A) = 0{,}5\).`, `Đ/B \(P(B \mid A) = 0{,}4\).`, `Đ/H \(P(B) = 0{,}55\).`, `S/V \(P(A \mid B) = 0{,}4\).`,
		}},
		{probability, `Một bệnh có tỉ lệ người mắc là \(1\%\). Xét nghiệm cho kết quả dương tính với \(95\%\) người mắc bệnh và với \(5\%\) người không mắc bệnh. Chọn ngẫu nhiên một người để xét nghiệm.`, "", [4]string{
			`S/B Nếu người đó không mắc bệnh thì xác suất có kết quả âm tính bằng \(0{,}05\).`, `Đ/H Xác suất để người đó mắc bệnh và có kết quả dương tính bằng \(0{,}0095\).`,
			`Đ/H Xác suất để người đó có kết quả dương tính bằng \(0{,}059\).`, `S/V Nếu kết quả là dương tính thì xác suất người đó mắc bệnh lớn hơn \(0{,}5\).`,
		}},
		{integral, `Cho hai hàm số \(F(x) = x^2 - 3x\) và \(f(x) = 2x - 3\).`, "", [4]string{
			`Đ/B \(F(x)\) là một nguyên hàm của \(f(x)\) trên \(\mathbb{R}\).`, `S/B \(\int_0^3 f(x)\,dx = 9\).`,
			`Đ/V Diện tích hình phẳng giới hạn bởi đồ thị hàm số \(y = f(x)\), trục hoành và hai đường thẳng \(x = 0\), \(x = 3\) bằng \(4{,}5\).`,
			`Đ/H Nguyên hàm \(G(x)\) của \(f(x)\) thoả mãn \(G(1) = 0\) có \(G(0) = 2\).`,
		}},
		{coordinates, `Trong không gian \(Oxyz\), cho mặt cầu \((S): x^2 + y^2 + z^2 - 2x + 4y - 4 = 0\).`, "", [4]string{
			`Đ/B \((S)\) có tâm \(I(1; -2; 0)\).`, `S/B \((S)\) có bán kính bằng \(9\).`,
			`Đ/H Gốc toạ độ \(O\) nằm trong mặt cầu \((S)\).`, `Đ/V Mặt phẳng \(z = 3\) tiếp xúc với \((S)\).`,
		}},
		{coordinates, `Trong không gian \(Oxyz\), cho đường thẳng \(d: \frac{x-1}{1} = \frac{y}{2} = \frac{z+1}{-1}\) và mặt phẳng \((P): x + 2y - z + 4 = 0\).`, "", [4]string{
			`Đ/B \(\vec{u} = (1; 2; -1)\) là một vectơ chỉ phương của \(d\).`, `S/H \(d\) song song với \((P)\).`,
			`Đ/H \(d\) vuông góc với \((P)\).`, `S/V Giao điểm của \(d\) và \((P)\) có hoành độ bằng \(1\).`,
		}},
		{derivative, `Một xưởng bán được \(x\) sản phẩm \((0 \le x \le 40)\) thì có lợi nhuận \(P(x) = -x^2 + 40x - 300\) (triệu đồng).`, "", [4]string{
			`Đ/B Khi bán được 10 sản phẩm, lợi nhuận bằng \(0\).`, `Đ/H Lợi nhuận lớn nhất khi bán được 20 sản phẩm.`,
			`Đ/H Lợi nhuận lớn nhất bằng 100 triệu đồng.`, `S/V Xưởng có lãi khi và chỉ khi bán được nhiều hơn 30 sản phẩm.`,
		}},
		{statistics, `Thời gian (phút) đi từ nhà đến trường của 20 học sinh được cho bởi biểu đồ: các nhóm \([0; 10)\), \([10; 20)\), \([20; 30)\), \([30; 40)\) có tần số lần lượt là 4, 6, 8, 2.`, "bars", [4]string{
			`Đ/B Cỡ mẫu bằng \(20\).`, `S/B Khoảng biến thiên của mẫu số liệu bằng \(30\).`,
			`Đ/H Số trung bình của mẫu số liệu bằng \(19\).`, `Đ/V Phương sai của mẫu số liệu bằng \(84\).`,
		}},
		{derivative, `Cho hàm số \(f(x) = x e^x\).`, "", [4]string{
			`S/B \(f'(x) = e^x\).`, `Đ/H Hàm số nghịch biến trên khoảng \((-\infty; -1)\).`,
			`Đ/H Hàm số đạt cực tiểu tại \(x = -1\).`, `S/V Phương trình \(f(x) = 1\) có đúng hai nghiệm thực.`,
		}},
	}
}
