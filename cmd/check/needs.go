package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// A need is what some tests want of the machine: a command or a library, and
// the Debian package that holds it.
type need struct {
	command string // looked for in the path, or
	file    string // a pattern of a file
	pkg     string
}

// needs are listed by what stays untested without them.
var needs = []struct {
	what string
	list []need
}{
	{"window", []need{
		{command: "Xvfb", pkg: "xvfb"},
		{command: "xauth", pkg: "xauth"},
		{file: "/usr/lib*/*/libGL.so.1", pkg: "libgl1"},
		{file: "/usr/lib*/*/libXcursor.so.1", pkg: "libxcursor1"},
		{file: "/usr/lib*/*/libXi.so.6", pkg: "libxi6"},
		{file: "/usr/lib*/*/libXinerama.so.1", pkg: "libxinerama1"},
		{file: "/usr/lib*/*/libXrandr.so.2", pkg: "libxrandr2"},
		{command: "xdotool", pkg: "xdotool"},
		{command: "convert", pkg: "imagemagick"},
		{command: "xdpyinfo", pkg: "x11-utils"},
		{command: "xrdb", pkg: "x11-xserver-utils"},
	}},
	{"page", []need{{command: "chromium", pkg: "chromium"}}},
	{"recordings", []need{{command: "ffmpeg", pkg: "ffmpeg"}}},
	{"cluster", []need{
		{command: "slurmctld", pkg: "slurm-wlm"},
		{command: "munged", pkg: "munge"},
		{command: "pgrep", pkg: "procps"},
	}},
	{"race detector", []need{
		{command: "gcc", pkg: "gcc"},
		{file: "/usr/include/stdlib.h", pkg: "libc6-dev"},
	}},
	{"bits", []need{
		{command: "node", pkg: "nodejs"},
		{command: "qemu-aarch64-static", pkg: "qemu-user-static"},
	}},
	{"tables", []need{
		{command: "python3", pkg: "python3"},
		{file: "/usr/lib/python3*/ensurepip", pkg: "python3-venv"},
	}},
}

func (n need) met() bool {
	if n.command != "" {
		return find(n.command) != ""
	}
	found, err := filepath.Glob(n.file)
	return err == nil && len(found) > 0
}

// find returns where a command is, "" when nowhere. Daemons lie where the path
// of an ordinary user does not lead.
func find(command string) string {
	if p, err := exec.LookPath(command); err == nil {
		return p
	}
	for _, dir := range []string{"/usr/sbin", "/sbin"} {
		if p, err := exec.LookPath(filepath.Join(dir, command)); err == nil {
			return p
		}
	}
	return ""
}

// aptScript installs packages and lets no service start.
const aptScript = `set -e
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
	trap 'rm -f "$policy"' EXIT
	printf '#!/bin/sh\nexit 101\n' >"$policy"
	chmod 755 "$policy"
fi
export RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive
if [ "$1" = update ]; then
	shift
	apt-get -q -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 update
fi
apt-get -q -y -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 install --no-install-recommends "$@"
`

// packages installs what is missing, where it may.
func packages(c *checker) error {
	if runtime.GOOS != "linux" {
		return skip("packages are installed on Debian alone")
	}
	missing := missingPackages()
	if len(missing) == 0 {
		return nil
	}
	wanted := "missing: " + strings.Join(missing, " ")
	if find("apt-get") == "" {
		return skip("%s; no apt-get here", wanted)
	}
	if !c.install {
		return skip("%s; not installed, as asked", wanted)
	}
	become, err := c.root()
	if err != nil {
		return skip("%s; %v", wanted, err)
	}
	fmt.Fprintln(&c.log, "installing", strings.Join(missing, " "))
	install := func(args ...string) error {
		line := slices.Concat(become, []string{"sh", "-c", aptScript, "sh"}, args)
		return c.command(nil, line[0], line[1:]...)
	}
	if install(append([]string{"update"}, missing...)...) != nil {
		// One that cannot be had must not keep the others away.
		for _, pkg := range missing {
			if err := install(pkg); err != nil {
				fmt.Fprintf(&c.log, "%s: %v\n", pkg, err)
			}
		}
	}
	if missing = missingPackages(); len(missing) > 0 {
		return fmt.Errorf("could not install %s", strings.Join(missing, " "))
	}
	return nil
}

func missingPackages() []string {
	var missing []string
	for _, group := range needs {
		for _, n := range group.list {
			if !n.met() {
				missing = append(missing, n.pkg)
			}
		}
	}
	return missing
}

// root returns how to run a command as root without being asked anything.
func (c *checker) root() ([]string, error) {
	if os.Geteuid() == 0 {
		return nil, nil
	}
	if find("sudo") == "" {
		return nil, errors.New("not root, and no sudo")
	}
	if _, err := c.output("sudo", "-n", "true"); err != nil {
		return nil, errors.New("not root, and sudo asks for a password")
	}
	return []string{"sudo", "-n"}, nil
}

// display starts a screen without a screen for the tests of the window.
func display(c *checker) error {
	if runtime.GOOS != "linux" {
		c.ready = append(c.ready, "TUTTI_NEED_DISPLAY=1") // a desktop has a display
		return nil
	}
	x := find("Xvfb")
	if x == "" {
		return skip("Xvfb not found: the window stays untested")
	}
	cmd := exec.CommandContext(c.ctx, x, "-displayfd", "1", "-screen", "0", "1920x1200x24", "-noreset", "-nolisten", "tcp")
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	cmd.Stderr = nil
	if err := cmd.Start(); err != nil {
		return err
	}
	c.closing = append(c.closing, func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	})
	number := make(chan string, 1)
	go func() {
		line, _ := bufio.NewReader(out).ReadString('\n')
		number <- strings.TrimSpace(line)
	}()
	select {
	case n := <-number:
		if n == "" {
			return errors.New("the virtual display did not start")
		}
		c.ready = append(c.ready, "DISPLAY=:"+n, "TUTTI_NEED_DISPLAY=1")
		return nil
	case <-time.After(30 * time.Second):
		return errors.New("the virtual display said nothing for 30 s")
	}
}

func browser(c *checker) error {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if p := find(name); p != "" {
			c.ready = append(c.ready, "TUTTI_NEED_BROWSER=1", "TUTTI_BROWSER="+p)
			return nil
		}
	}
	return skip("no Chromium or Chrome found: the page stays untested")
}

func ffmpeg(c *checker) error {
	if find("ffmpeg") == "" {
		return skip("ffmpeg not found: MP4 recordings stay untested")
	}
	c.ready = append(c.ready, "TUTTI_NEED_FFMPEG=1")
	return nil
}

// slurm wants the programs from which tests start a cluster of their own; see
// the package in slurm/.
func slurm(c *checker) error {
	for _, name := range []string{"slurmctld", "slurmd", "sbatch", "munged", "mungekey", "pgrep", "setsid"} {
		if find(name) == "" {
			return skip("%s not found: job arrays on Slurm stay untested", name)
		}
	}
	c.ready = append(c.ready, "TUTTI_NEED_SLURM=1")
	return nil
}

// pythonModules read result files back, independently of what wrote them.
var pythonModules = []string{"pandas==2.2.3", "pyarrow==18.1.0", "duckdb==1.1.3"}

const pythonProbe = "import pandas, pyarrow, duckdb"

// python finds a Python that reads Parquet, or makes one in the user's cache.
func python(c *checker) error {
	use := func(p string) bool {
		if _, err := c.output(p, "-c", pythonProbe); err != nil {
			return false
		}
		path := filepath.Dir(p) + string(filepath.ListSeparator) + os.Getenv("PATH")
		c.ready = append(c.ready, "TUTTI_NEED_PYTHON=1", "TUTTI_PYTHON="+p, "PATH="+path)
		return true
	}
	base := find("python3")
	if base == "" {
		return skip("python3 not found: tables are not read back by pandas and DuckDB")
	}
	if use(base) {
		return nil
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = c.dir
	}
	home := filepath.Join(cache, "tutti-check", "python")
	own := filepath.Join(home, "bin", "python3")
	if runtime.GOOS == "windows" {
		own = filepath.Join(home, "Scripts", "python.exe")
	}
	if use(own) {
		return nil
	}
	if !c.install {
		return skip("no Python with pandas, pyarrow and duckdb, and none installed, as asked")
	}
	if err := c.command(nil, base, "-m", "venv", "--clear", home); err != nil {
		return skip("no virtual environment for Python could be made (Debian: python3-venv)")
	}
	pip := append([]string{"-m", "pip", "install", "--quiet", "--disable-pip-version-check"}, pythonModules...)
	if err := c.command(nil, own, pip...); err != nil {
		return skip("pip cannot install %s", strings.Join(pythonModules, " "))
	}
	if !use(own) {
		return fmt.Errorf("%s does not %s", own, pythonProbe)
	}
	return nil
}
