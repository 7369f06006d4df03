// Package data embeds the imported public data that the demonstration shows,
// with its mapping. Licences and credits lie beside the files.
package data

import (
	"embed"
	"os"
	"path/filepath"
)

//go:embed hibp-breaches/breaches.json hibp-breaches/dataclass_map.csv mappings
var files embed.FS

// Unpack writes the data of Have I Been Pwned and its mapping to a folder, as
// they lie in the repository, and returns the paths of the mapping and of the
// data file.
func Unpack(dir string) (mapping, data string, err error) {
	if err := os.CopyFS(dir, files); err != nil {
		return "", "", err
	}
	return filepath.Join(dir, "mappings", "hibp-breaches.yaml"), filepath.Join(dir, "hibp-breaches", "breaches.json"), nil
}
