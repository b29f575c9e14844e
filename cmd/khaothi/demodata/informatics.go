package demodata

import (
	"fmt"

	"khaothi/bank"
)

// Informatics returns the questions of one form of Tin học in the format of
// 2025: 24 single choices, then six clusters, two for everybody, two of khoa học
// máy tính, two of tin học ứng dụng. Labels sort in that order.
func Informatics() []bank.Body {
	var out []bank.Body
	add := func(label string, b bank.Body) {
		b.Label = label
		b.Tags.Subject, b.Tags.Grade = "tinhoc", 12
		b.Normalise()
		out = append(out, b)
	}
	for i, c := range informaticsChoices() {
		add(fmt.Sprintf("TIN-TN%02d", i+1), c.body(nil))
	}
	for i, c := range informaticsClusters() {
		add(fmt.Sprintf("TIN-DS%d", i+1), c.body(nil))
	}
	return out
}

const (
	computer    = "Máy tính và xã hội tri thức"
	networks    = "Mạng máy tính và Internet"
	webPages    = "Tạo trang web"
	programming = "Lập trình"
	dataBases   = "Cơ sở dữ liệu"
	ethics      = "Đạo đức, pháp luật và văn hoá trong môi trường số"
)

func informaticsChoices() []choice {
	return []choice{
		{computer, bank.Know, "Một byte gồm bao nhiêu bit?", "", []string{"*8", "4", "16", "10"}},
		{computer, bank.Know, "Thiết bị nào sau đây là thiết bị vào?", "", []string{"*Bàn phím", "Máy in", "Loa", "Máy chiếu"}},
		{computer, bank.Understand, "Số nhị phân 1011 bằng số thập phân nào?", "", []string{"*11", "9", "13", "7"}},
		{computer, bank.Know, "Trí tuệ nhân tạo là khả năng của máy tính làm được việc nào sau đây?", "", []string{"*Những việc vốn đòi hỏi trí tuệ con người", "Chỉ cộng, trừ các số nguyên", "Chỉ lưu trữ dữ liệu", "Chỉ hiển thị hình ảnh"}},
		{computer, bank.Understand, "Ứng dụng nào sau đây dùng nhận dạng giọng nói?", "", []string{"*Trợ lí ảo trên điện thoại", "Máy tính bỏ túi", "Đồng hồ cơ", "Bảng tính không có macro"}},
		{networks, bank.Know, "Thiết bị nào chuyển các gói tin giữa các mạng khác nhau?", "", []string{"*Bộ định tuyến (router)", "Bàn phím", "Ổ đĩa cứng", "Máy quét"}},
		{networks, bank.Know, "Giao thức nào dùng để truyền các trang web có mã hoá?", "", []string{"*HTTPS", "FTP", "SMTP", "DHCP"}},
		{networks, bank.Know, "Địa chỉ IPv4 dài bao nhiêu bit?", "", []string{"*32", "64", "128", "16"}},
		{networks, bank.Understand, "Hệ thống DNS làm việc gì?", "", []string{"*Đổi tên miền thành địa chỉ IP", "Mã hoá thư điện tử", "Nén tệp tin", "Diệt vi-rút"}},
		{networks, bank.Understand, "Mạng LAN khác mạng WAN chủ yếu ở điểm nào?", "", []string{"*Phạm vi địa lí của mạng", "Loại màn hình của máy tính", "Hệ điều hành của máy tính", "Số người dùng tối thiểu"}},
		{networks, bank.Apply, "Máy tính có địa chỉ IP 192.168.1.20 và mặt nạ mạng 255.255.255.0. Máy nào cùng mạng với nó?", "", []string{"*192.168.1.77", "192.168.2.20", "10.0.1.20", "172.16.1.20"}},
		{webPages, bank.Know, "Thẻ HTML nào tạo một liên kết?", "", []string{"*Thẻ a", "Thẻ p", "Thẻ b", "Thẻ ul"}},
		{webPages, bank.Know, "Thẻ HTML nào chèn một hình ảnh?", "", []string{"*Thẻ img", "Thẻ table", "Thẻ h1", "Thẻ li"}},
		{webPages, bank.Understand, "Trong CSS, thuộc tính nào đổi màu chữ?", "", []string{"*color", "margin", "border", "width"}},
		{webPages, bank.Understand, "Trong CSS, bộ chọn nào chọn phần tử có id là menu?", "", []string{"*#menu", ".menu", "menu()", "@menu"}},
		{webPages, bank.Apply, "Thẻ nào dùng để tạo một hàng của bảng trong HTML?", "", []string{"*tr", "td", "th", "ol"}},
		{programming, bank.Know, "Trong Python, kiểu dữ liệu nào chứa được nhiều giá trị có thứ tự và sửa được?", "", []string{"*list", "int", "float", "bool"}},
		{programming, bank.Understand, "Lệnh <b>for i in range(5)</b> của Python lặp bao nhiêu lần?", "", []string{"*5", "4", "6", "1"}},
		{programming, bank.Apply, "Trong Python, giá trị của biểu thức 17 % 5 là bao nhiêu?", "", []string{"*2", "3", "5", "12"}},
		{programming, bank.Understand, "Thuật toán tìm kiếm nhị phân đòi hỏi điều gì?", "", []string{"*Dãy đã được sắp xếp", "Dãy có số phần tử chẵn", "Dãy chỉ gồm số dương", "Dãy không quá 100 phần tử"}},
		{dataBases, bank.Know, "Khoá chính của một bảng trong cơ sở dữ liệu có tính chất nào?", "", []string{"*Xác định duy nhất mỗi bản ghi", "Luôn là số thực", "Được phép trùng nhau", "Luôn để trống"}},
		{dataBases, bank.Understand, "Câu lệnh SQL nào lấy dữ liệu từ một bảng?", "", []string{"*SELECT", "INSERT", "DELETE", "UPDATE"}},
		{ethics, bank.Know, "Việc nào sau đây vi phạm bản quyền?", "", []string{"*Phát tán phần mềm thương mại đã bị bẻ khoá", "Dùng phần mềm nguồn mở", "Trích dẫn có ghi nguồn", "Tự vẽ hình minh hoạ"}},
		{ethics, bank.Understand, "Khi nhận thư lạ yêu cầu cung cấp mật khẩu, em nên làm gì?", "", []string{"*Không trả lời và báo người có trách nhiệm", "Gửi mật khẩu ngay", "Chuyển tiếp cho bạn bè", "Mở mọi tệp đính kèm"}},
	}
}

func informaticsClusters() []cluster {
	return []cluster{
		{networks, "Phòng máy của một trường có 40 máy tính nối với một bộ chuyển mạch (switch) và một bộ định tuyến nối Internet.", "", [4]string{
			"Đ/B Các máy trong phòng tạo thành một mạng LAN.", "S/B Khi đứt đường Internet, các máy trong phòng không gửi dữ liệu cho nhau được nữa.",
			"Đ/H Bộ định tuyến chuyển gói tin giữa mạng của phòng và Internet.", "S/V Hai máy trong phòng có thể dùng cùng một địa chỉ IP mà không gây xung đột.",
		}},
		{ethics, "Một nhóm học sinh lập trang giới thiệu câu lạc bộ và đăng ảnh của các thành viên.", "", [4]string{
			"Đ/B Nên xin phép người trong ảnh trước khi đăng.", "S/B Ảnh tìm thấy trên Internet thì luôn được dùng tự do.",
			"Đ/H Số điện thoại của thành viên là thông tin cá nhân.", "S/V Xoá ảnh khỏi trang thì chắc chắn không còn bản sao nào ở nơi khác.",
		}},
		{programming, "Cho đoạn chương trình Python: <b>s = 0</b>, sau đó <b>for i in range(1, 6): s = s + i</b>.", "", [4]string{
			"Đ/B Biến s được khởi tạo bằng 0.", "S/H Vòng lặp thực hiện 6 lần.",
			"Đ/H Khi kết thúc, s bằng 15.", "Đ/V Thay range(1, 6) bằng range(1, 101) thì s bằng 5050.",
		}},
		{programming, "Xét thuật toán sắp xếp chèn áp dụng cho dãy 5, 2, 4, 1 theo thứ tự tăng dần.", "", [4]string{
			"Đ/B Sau khi sắp xếp, phần tử đầu tiên là 1.", "Đ/H Sau khi chèn phần tử thứ hai, dãy là 2, 5, 4, 1.",
			"S/H Thuật toán luôn cần đúng 4 phép so sánh với mọi dãy 4 phần tử.", "S/V Thời gian xấu nhất của thuật toán tỉ lệ với số phần tử.",
		}},
		{dataBases, "Bảng HocSinh có các trường MaHS (khoá chính), HoTen, Lop, DiemTin.", "", [4]string{
			"Đ/B Hai bản ghi không được có cùng MaHS.", "S/B HoTen luôn dùng làm khoá chính được.",
			"Đ/H SELECT HoTen FROM HocSinh WHERE DiemTin &gt;= 8 lấy tên các học sinh có điểm từ 8.", "S/V DELETE FROM HocSinh chỉ xoá một bản ghi.",
		}},
		{webPages, "Một trang web có tệp index.html và tệp kiểu style.css.", "", [4]string{
			"Đ/B Tệp style.css quy định cách trình bày.", "Đ/H Một tệp CSS dùng được cho nhiều trang HTML.",
			"S/H Thẻ title quyết định màu nền của trang.", "S/V Đổi tên style.css mà không sửa index.html thì trang vẫn giữ nguyên cách trình bày.",
		}},
	}
}
