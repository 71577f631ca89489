package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"time"
)

// stamp is the time of every packed file: archives must not know when they
// were made.
var stamp = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// pack puts files into one archive under a folder called name, a zip for
// Windows and a tar.gz for others; the first file is the program. It returns
// the file name of the archive and its bytes, which depend on the files alone.
func pack(name, system string, files []string) (archive string, text []byte, err error) {
	var out bytes.Buffer
	if system == "windows" {
		archive = name + ".zip"
		err = packZip(&out, name, files)
	} else {
		archive = name + ".tar.gz"
		err = packTar(&out, name, files)
	}
	return archive, out.Bytes(), err
}

func packZip(out io.Writer, name string, files []string) error {
	z := zip.NewWriter(out)
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: name + "/" + filepath.Base(f), Method: zip.Deflate, Modified: stamp})
		if err != nil {
			return err
		}
		if _, err := w.Write(text); err != nil {
			return err
		}
	}
	return z.Close()
}

func packTar(out io.Writer, name string, files []string) error {
	g, err := gzip.NewWriterLevel(out, gzip.BestCompression)
	if err != nil {
		return err
	}
	t := tar.NewWriter(g)
	for i, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		mode := int64(0o644)
		if i == 0 {
			mode = 0o755
		}
		head := &tar.Header{Name: name + "/" + filepath.Base(f), Mode: mode, Size: int64(len(text)), ModTime: stamp, Format: tar.FormatUSTAR}
		if err := t.WriteHeader(head); err != nil {
			return err
		}
		if _, err := t.Write(text); err != nil {
			return err
		}
	}
	if err := t.Close(); err != nil {
		return err
	}
	return g.Close()
}
