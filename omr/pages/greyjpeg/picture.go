package greyjpeg

// decode reads the one scan of a picture, and the end behind it.
func (d *decoder) decode(data []byte) ([]uint8, bool) {
	p := picture{decoder: d, scan: scan{data: data}, pix: make([]uint8, d.width*d.height)}
	first := d.components[0].blocks
	mcu := 0
	for y := 0; y < d.height; y += 8 * first.down {
		for x := 0; x < d.width; x += 8 * first.across {
			if d.restart > 0 && mcu > 0 && mcu%d.restart == 0 && !p.resume(mcu/d.restart-1) {
				return nil, false
			}
			if !p.mcu(x, y) {
				return nil, false
			}
			mcu++
		}
	}
	return p.pix, p.marker(end)
}

// picture is what is drawn of a scan.
type picture struct {
	*decoder
	scan
	pix []uint8
}

// resume passes over the n-th restart (E.2.4).
func (p *picture) resume(n int) bool {
	for i := range p.components {
		p.components[i].before = 0
	}
	return p.marker(restart0 + byte(n&7))
}

// mcu reads the blocks of an MCU and draws those of the brightness, from x, y
// on. It is not ok where the data ended.
func (p *picture) mcu(x, y int) bool {
	for i := range p.components {
		c := &p.components[i]
		for down := range c.blocks.down {
			for across := range c.blocks.across {
				var b [64]int32
				last, ok := p.block(&b, c, &p.quant[c.quant])
				if !ok {
					return false
				}
				if i == 0 {
					p.draw(&b, last, x+8*across, y+8*down)
				}
			}
		}
	}
	return p.n >= p.padding
}

// draw puts a block at x, y; what of it lies beyond the picture is padding.
func (p *picture) draw(b *[64]int32, last, x, y int) {
	if x >= p.width {
		return
	}
	var block [64]uint8
	transform(b, last, &block)
	across := min(8, p.width-x)
	for row := range min(8, p.height-y) { // none of a block below the picture
		from, to := block[8*row&63:][:8], p.pix[(y+row)*p.width+x:]
		if across == 8 {
			*(*[8]uint8)(to) = *(*[8]uint8)(from)
		} else {
			copy(to[:across], from)
		}
	}
}
