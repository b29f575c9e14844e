package demodata

import "khaothi/bank"

// machines is shared by two questions.
const machines = `Một nhà máy có hai máy cùng làm một loại linh kiện. Máy I làm \(60\%\) số linh kiện, trong đó \(2\%\) bị lỗi. Máy II làm \(40\%\) số linh kiện còn lại, trong đó \(3\%\) bị lỗi. Lấy ngẫu nhiên một linh kiện của nhà máy.`

func shorts() []short {
	k, u, a := bank.Know, bank.Understand, bank.Apply
	return []short{
		{derivative, k, "", `Tìm giá trị nhỏ nhất của hàm số \(y = x^2 - 4x + 7\).`, "3"},
		{integral, k, "", `Tính \(\int_0^1 (3x^2 + 1)\,dx\).`, "2"},
		{coordinates, u, "", `Trong không gian \(Oxyz\), tính khoảng cách từ điểm \(A(1; 2; 3)\) đến mặt phẳng \(2x + 2y + z - 3 = 0\).`, "2"},
		{probability, a, "", `Một tổ có 6 học sinh nam và 4 học sinh nữ. Chọn ngẫu nhiên 2 học sinh. Biết trong 2 học sinh được chọn có ít nhất một học sinh nữ, tính xác suất để cả hai đều là nữ.`, "0,2"},
		{integral, a, "", `Tính diện tích hình phẳng giới hạn bởi hai đường \(y = x^2\) và \(y = 2x\) (làm tròn kết quả đến hàng phần trăm).`, "1,33"},
		{derivative, u, "", `Tìm giá trị của tham số \(m\) để hàm số \(y = x^3 - 3mx\) đạt cực tiểu tại \(x = 2\).`, "4"},
		{derivative, a, "", `Từ một tấm bìa hình vuông cạnh 12 cm, người ta cắt ở bốn góc bốn hình vuông cạnh \(x\) (cm) rồi gập lại thành một hộp không nắp. Tìm \(x\) để thể tích hộp lớn nhất.`, "2"},
		{statistics, u, "", `Một mẫu số liệu ghép nhóm có các nhóm \([0; 2)\), \([2; 4)\), \([4; 6)\) với tần số lần lượt là 2, 5, 3. Tính số trung bình của mẫu số liệu.`, "3,2"},
		{vectors, u, "", `Trong không gian \(Oxyz\), tính số đo (đơn vị độ) của góc giữa hai vectơ \(\vec{u} = (1; 0; 1)\) và \(\vec{v} = (0; 1; 1)\).`, "60"},
		{integral, a, "", `Một ô tô đang chạy thì người lái đạp phanh. Từ lúc đó ô tô chuyển động chậm dần đều với vận tốc \(v(t) = 20 - 4t\) (m/s), \(t\) là thời gian tính bằng giây kể từ lúc đạp phanh. Từ lúc đạp phanh đến khi dừng hẳn, ô tô đi thêm được bao nhiêu mét?`, "50"},
		{integral, k, "", `Tính \(\int_1^e \frac{1}{x}\,dx\).`, "1"},
		{derivative, u, "", `Đồ thị hàm số \(y = \frac{x^2 - x + 1}{x + 1}\) có tiệm cận xiên là đường thẳng \(y = ax + b\). Tính \(a + b\).`, "-1"},
		{probability, u, machines, `Xác suất để linh kiện đó bị lỗi bằng bao nhiêu phần trăm?`, "2,4"},
		{probability, a, machines, `Biết linh kiện đó bị lỗi, tính xác suất để nó do máy I làm ra.`, "0,5"},
		{revision, k, "", `Cấp số nhân \((u_n)\) có \(u_1 = 3\) và công bội \(q = 2\). Tính \(u_4\).`, "24"},
		{revision, u, "", `Tính thể tích của khối chóp tứ giác đều có cạnh đáy bằng 3 và chiều cao bằng 4.`, "12"},
	}
}
