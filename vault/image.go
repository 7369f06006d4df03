package vault

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
)

const (
	// MaxPixels is the largest picture decoded, in pixels.
	MaxPixels = 40_000_000
	// maxRaster bounds the decoded picture in bytes: pictures with 16 bits a
	// channel may have only half the pixels.
	maxRaster   = 4 * MaxPixels
	jpegQuality = 90
)

// oneAtATime bounds memory: a large picture takes hundreds of megabytes while it
// is decoded and turned.
var oneAtATime = make(chan struct{}, 1)

// CleanImage reads a picture of a kind (JPEG, PNG or GIF), turns it upright by
// its EXIF orientation and encodes the pixels anew, which leaves behind all
// metadata, thumbnails and appended data. A GIF becomes a PNG of its first
// frame. Errors: ErrTooBig, ErrPixels, ErrBroken, ErrKind.
func CleanImage(ctx context.Context, r io.Reader, kind Kind) (Evidence, error) {
	body, err := io.ReadAll(io.LimitReader(r, MaxEvidence+1))
	if err != nil {
		return Evidence{}, err
	}
	if len(body) > MaxEvidence {
		return Evidence{}, ErrTooBig
	}
	return cleanImage(ctx, body, kind)
}

type imageCodec struct {
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
	encode func(io.Writer, image.Image) error
	out    Kind
}

var imageCodecs = map[Kind]imageCodec{
	JPEG: {jpeg.DecodeConfig, jpeg.Decode, encodeJPEG, JPEG},
	PNG:  {png.DecodeConfig, png.Decode, png.Encode, PNG},
	GIF:  {gif.DecodeConfig, gif.Decode, png.Encode, PNG},
}

func cleanImage(ctx context.Context, body []byte, kind Kind) (Evidence, error) {
	codec, ok := imageCodecs[kind]
	if !ok {
		return Evidence{}, ErrKind
	}
	config, err := codec.config(bytes.NewReader(body))
	if err != nil {
		return Evidence{}, ErrBroken
	}
	if err := checkSize(config); err != nil {
		return Evidence{}, err
	}
	select {
	case oneAtATime <- struct{}{}:
		defer func() { <-oneAtATime }()
	case <-ctx.Done():
		return Evidence{}, ctx.Err()
	}
	picture, err := codec.decode(bytes.NewReader(body))
	if err != nil {
		return Evidence{}, ErrBroken
	}
	return encodeClean(upright(picture, orientation(body, kind)), codec)
}

func encodeClean(picture image.Image, codec imageCodec) (Evidence, error) {
	var out limitedBuffer
	if err := codec.encode(&out, picture); errors.Is(err, ErrTooBig) {
		return Evidence{}, ErrTooBig
	} else if err != nil {
		return Evidence{}, ErrBroken
	}
	return Evidence{Kind: codec.out, Body: out.Bytes(), Cleaned: true}, nil
}

// checkSize refuses a picture by its header, before any pixel is decoded.
func checkSize(c image.Config) error {
	if c.Width <= 0 || c.Height <= 0 {
		return ErrBroken
	}
	if int64(c.Width) > maxRaster/(int64(c.Height)*bytesPerPixel(c.ColorModel)) { // divided, so that nothing overflows
		return ErrPixels
	}
	return nil
}

func encodeJPEG(w io.Writer, m image.Image) error {
	return jpeg.Encode(w, m, &jpeg.Options{Quality: jpegQuality})
}

// limitedBuffer is a buffer that refuses to grow over MaxEvidence: a small
// picture can encode to a large one.
type limitedBuffer struct{ bytes.Buffer }

func (b *limitedBuffer) Write(p []byte) (int, error) {
	if b.Len()+len(p) > MaxEvidence {
		return 0, ErrTooBig
	}
	return b.Buffer.Write(p)
}
