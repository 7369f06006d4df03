package vault

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const canary = "CANARY-GPS-31.2304N"

// corner makes a wide picture whose upper left quarter is red, the rest blue.
func corner(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{0, 0, 255, 255}
			if x < w/2 && y < h/2 {
				c = color.RGBA{255, 0, 0, 255}
			}
			m.Set(x, y, c)
		}
	}
	return m
}

// exif is a TIFF block with an orientation and a camera maker naming the canary.
func exif(orientation uint16) []byte {
	var b bytes.Buffer
	b.WriteString("MM\x00\x2a\x00\x00\x00\x08\x00\x02")
	maker := []byte(canary + "\x00")
	binary.Write(&b, binary.BigEndian, []uint16{0x010F, 2})
	binary.Write(&b, binary.BigEndian, []uint32{uint32(len(maker)), 8 + 2 + 24 + 4})
	binary.Write(&b, binary.BigEndian, []uint16{0x0112, 3, 0, 1, orientation, 0, 0, 0})
	b.Write(maker)
	return b.Bytes()
}

func jpegWithEXIF(t *testing.T, m image.Image, orientation uint16) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, jpeg.Encode(&b, m, &jpeg.Options{Quality: 95}))
	app1 := append([]byte("Exif\x00\x00"), exif(orientation)...)
	out := append([]byte{0xFF, 0xD8, 0xFF, 0xE1}, binary.BigEndian.AppendUint16(nil, uint16(len(app1)+2))...)
	return append(append(out, app1...), b.Bytes()[2:]...)
}

func pngChunk(kind string, data []byte) []byte {
	body := append([]byte(kind), data...)
	out := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	return binary.BigEndian.AppendUint32(append(out, body...), crc32.ChecksumIEEE(body))
}

func pngBytes(t *testing.T, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, m))
	return b.Bytes()
}

// headerEnd is the length of the PNG signature and IHDR chunk.
const headerEnd = 8 + 25

func pngWithEXIF(t *testing.T, m image.Image, orientation uint16) []byte {
	t.Helper()
	plain := pngBytes(t, m)
	out := append(bytes.Clone(plain[:headerEnd]), pngChunk("eXIf", exif(orientation))...)
	out = append(out, pngChunk("tEXt", []byte("Comment\x00"+canary))...)
	return append(out, plain[headerEnd:]...)
}

func TestOrientationIsApplied(t *testing.T) {
	// Where the stored upper left quarter is seen, by EXIF orientation.
	seen := map[uint16]image.Point{1: {0, 0}, 2: {1, 0}, 3: {1, 1}, 4: {0, 1}, 5: {0, 0}, 6: {1, 0}, 7: {1, 1}, 8: {0, 1}}
	for o, quarter := range seen {
		for kind, body := range map[Kind][]byte{JPEG: jpegWithEXIF(t, corner(64, 32), o), PNG: pngWithEXIF(t, corner(64, 32), o)} {
			got, err := CleanImage(t.Context(), bytes.NewReader(body), kind)
			require.NoError(t, err)
			m, _, err := image.Decode(bytes.NewReader(got.Body))
			require.NoError(t, err)
			w, h := 64, 32
			if o >= 5 {
				w, h = h, w
			}
			require.Equal(t, image.Pt(w, h), m.Bounds().Size(), "%s %d", kind, o)
			for x := range 2 {
				for y := range 2 {
					r, _, b, _ := m.At(w/4+x*w/2, h/4+y*h/2).RGBA()
					require.Equal(t, image.Pt(x, y) == quarter, r > b, "%s orientation %d quarter %d,%d", kind, o, x, y)
				}
			}
		}
	}
}

// TestMirroredTurns tells 5 from 7 and 6 from 8 also by direction: the corner
// test alone would accept a turn where a mirror is meant.
func TestMirroredTurns(t *testing.T) {
	for o := 2; o <= 8; o++ {
		w, h := 3, 2
		if o >= 5 {
			w, h = 2, 3
		}
		hit := map[image.Point]bool{}
		for x := range w {
			for y := range h {
				sx, sy := source(o, x, y, w, h)
				require.True(t, image.Pt(sx, sy).In(image.Rect(0, 0, 3, 2)), "orientation %d", o)
				hit[image.Pt(sx, sy)] = true
			}
		}
		require.Len(t, hit, 6, "orientation %d is a permutation", o)
	}
	at := func(o int) image.Point { x, y := source(o, 1, 0, 2, 3); return image.Pt(x, y) }
	require.Equal(t, []image.Point{{0, 1}, {0, 0}, {2, 0}, {2, 1}}, []image.Point{at(5), at(6), at(7), at(8)})
}

func TestPicturesLoseMetadata(t *testing.T) {
	var animated bytes.Buffer
	frame := image.NewPaletted(image.Rect(0, 0, 8, 8), color.Palette{color.Black, color.White})
	require.NoError(t, gif.EncodeAll(&animated, &gif.GIF{Image: []*image.Paletted{frame, frame}, Delay: []int{1, 1}}))
	withTail := append(animated.Bytes(), "<script>"+canary...)
	for name, body := range map[string][]byte{
		"a.JPG": append(jpegWithEXIF(t, corner(16, 16), 6), canary...), "a.jpeg": jpegWithEXIF(t, corner(16, 16), 1),
		"a.png": pngWithEXIF(t, corner(16, 16), 3), "a.gif": withTail,
	} {
		require.Contains(t, string(body), canary)
		got, err := Inspect(t.Context(), bytes.NewReader(body), name)
		require.NoError(t, err, name)
		require.True(t, got.Cleaned)
		require.NotContains(t, string(got.Body), canary, name)
		require.NotContains(t, string(got.Body), "Exif")
		_, format, err := image.Decode(bytes.NewReader(got.Body))
		require.NoError(t, err)
		require.Equal(t, map[Kind]string{JPEG: "jpeg", PNG: "png"}[got.Kind], format)
	}
}

func pixelBomb(t *testing.T, w, h uint32, depth, colorType byte) []byte {
	t.Helper()
	header := append(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h), depth, colorType, 0, 0, 0)
	out := append([]byte("\x89PNG\r\n\x1a\n"), pngChunk("IHDR", header)...)
	return append(append(out, pngChunk("IDAT", nil)...), pngChunk("IEND", nil)...)
}

func officeFile(t *testing.T, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range names {
		w, err := z.Create(name)
		require.NoError(t, err)
		_, err = w.Write([]byte("<x/>"))
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	return b.Bytes()
}

func zipBomb(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"[Content_Types].xml", "word/document.xml"} {
		_, err := z.Create(name)
		require.NoError(t, err)
	}
	_, err := z.CreateRaw(&zip.FileHeader{Name: "word/media/zeros", Method: zip.Deflate, UncompressedSize64: maxOfficeUnpacked + 1})
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return b.Bytes()
}

func TestInspect(t *testing.T) {
	docx := officeFile(t, "[Content_Types].xml", "word/document.xml")
	tests := []struct {
		name, file string
		body       []byte
		want       error
	}{
		{"text", "a.txt", []byte("他们把名单卖了"), nil},
		{"text in GB 18030", "a.txt", []byte("\xcb\xfb\xc3\xc7\xb0\xd1\xc3\xfb\xb5\xa5\xc2\xf4\xc1\xcb"), nil},
		{"csv", "名单.CSV", []byte("a,b\n1,2\n3,4\n"), nil},
		{"UTF-16 text", "a.txt", []byte("\xff\xfea\x00b\x00"), nil},
		{"pdf", "a.pdf", []byte("%PDF-1.7\n..."), nil},
		{"docx", "a.docx", docx, nil},
		{"xlsx", "a.xlsx", officeFile(t, "[Content_Types].xml", "xl/workbook.xml"), nil},
		{"empty", "a.txt", nil, ErrEmpty},
		{"too big", "a.txt", bytes.Repeat([]byte("x"), MaxEvidence+1), ErrTooBig},
		{"archive", "a.zip", officeFile(t, "x"), ErrKind},
		{"program", "a.exe", []byte("MZ"), ErrKind},
		{"page", "a.html", []byte("<html>"), ErrKind},
		{"drawing with script", "a.svg", []byte("<svg/>"), ErrKind},
		{"no ending", "png", pngBytes(t, corner(4, 4)), ErrKind},
		{"double ending", "a.png.exe", pngBytes(t, corner(4, 4)), ErrKind},
		{"page called text", "a.txt", []byte("<!DOCTYPE html><html><script>1</script>"), ErrMismatch},
		{"drawing called picture", "a.png", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), ErrMismatch},
		{"png called jpg", "a.jpg", pngBytes(t, corner(4, 4)), ErrMismatch},
		{"program called text", "a.txt", []byte("\x7fELF\x02\x01\x01\x00\x00\x00"), ErrMismatch},
		{"zeros late in text", "a.txt", append(bytes.Repeat([]byte("text "), 2000), 0, 1, 2), ErrMismatch},
		{"archive called docx", "a.docx", officeFile(t, "x"), ErrMismatch},
		{"xlsx called docx", "a.docx", officeFile(t, "[Content_Types].xml", "xl/workbook.xml"), ErrMismatch},
		{"macros", "a.docx", officeFile(t, "[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), ErrUnsafe},
		{"zip bomb", "a.docx", zipBomb(t), ErrUnsafe},
		{"docx cut short", "a.docx", docx[:len(docx)-30], ErrBroken},
		{"pixel bomb", "a.png", pixelBomb(t, 100_000, 100_000, 8, 2), ErrPixels},
		{"pixel count overflows", "a.png", pixelBomb(t, 1<<31-1, 1<<31-1, 8, 0), ErrBroken},
		{"16-bit pixels", "a.png", pixelBomb(t, 6_000, 6_000, 16, 6), ErrPixels},
		{"png cut short", "a.png", pixelBomb(t, 4, 4, 8, 2), ErrBroken},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Inspect(t.Context(), bytes.NewReader(tt.body), tt.file)
			require.ErrorIs(t, err, tt.want)
			if tt.want == nil {
				require.NotEmpty(t, got.Kind.MediaType())
				require.Equal(t, tt.body, got.Body)
				require.Equal(t, "1."+string(got.Kind), got.Name("1"))
			} else {
				require.Equal(t, tt.want.Error(), err.Error(), "nothing of the file in the error")
			}
		})
	}
}

func TestInspectPassesReadErrors(t *testing.T) {
	gone := errors.New("connection gone")
	_, err := Inspect(t.Context(), io.MultiReader(strings.NewReader("x"), failing{gone}), "a.txt")
	require.ErrorIs(t, err, gone)
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func FuzzInspect(f *testing.F) {
	f.Add([]byte("%PDF-1.7"), "a.pdf")
	f.Add([]byte("\x89PNG\r\n\x1a\n"), "a.png")
	f.Add([]byte("GIF89a"), "a.gif")
	f.Fuzz(func(t *testing.T, body []byte, name string) {
		got, err := Inspect(t.Context(), bytes.NewReader(body), name)
		if err == nil {
			require.Contains(t, contentOf, got.Kind)
		}
	})
}

func TestWhoWaitsForAPictureStopsWhenTheRequestEnds(t *testing.T) {
	oneAtATime <- struct{}{} // a large picture is being decoded
	defer func() { <-oneAtATime }()
	var small bytes.Buffer
	require.NoError(t, png.Encode(&small, image.NewGray(image.Rect(0, 0, 2, 2))))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Inspect(ctx, &small, "a.png")
	require.ErrorIs(t, err, context.Canceled)
}
