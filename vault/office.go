package vault

import (
	"archive/zip"
	"bytes"
	"path"
	"strings"
)

const (
	maxOfficeParts    = 5_000
	maxOfficeUnpacked = 200 << 20 // bytes, as declared by the directory
)

var mainPart = map[Kind]string{DOCX: "word/document.xml", XLSX: "xl/workbook.xml"}

// checkOffice looks at the directory of an office file without unpacking
// anything: the main part must be there, macros must not, and the declared
// sizes must stay within bounds.
func checkOffice(body []byte, kind Kind) error {
	archive, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return ErrBroken
	}
	if len(archive.File) > maxOfficeParts {
		return ErrUnsafe
	}
	var unpacked uint64
	present := map[string]bool{}
	for _, f := range archive.File {
		if f.UncompressedSize64 > maxOfficeUnpacked || isMacro(f.Name) {
			return ErrUnsafe
		}
		unpacked += f.UncompressedSize64
		present[f.Name] = true
	}
	if unpacked > maxOfficeUnpacked {
		return ErrUnsafe
	}
	if !present["[Content_Types].xml"] || !present[mainPart[kind]] {
		return ErrMismatch
	}
	return nil
}

func isMacro(name string) bool {
	base := strings.ToLower(path.Base(name))
	return strings.HasPrefix(base, "vbaproject") || strings.HasPrefix(base, "vbadata")
}
