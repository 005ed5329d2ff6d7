//! Typst's library in a process that stays: the wheel is that library, built by its makers, and
//! Python only tells it which page is next.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

pub struct Wheel {
    process: Child,
    pages: ChildStdin,
    sizes: BufReader<ChildStdout>,
}

/// Fonts are read once, as they are by every peer.
const SCRIPT: &str = "
import sys, typst
compiler = typst.Compiler(root=sys.argv[1], font_paths=[sys.argv[2]], ignore_system_fonts=True)
for page in sys.stdin:
    print(len(compiler.compile(input=page.strip())), flush=True)
";

impl Wheel {
    /// `folder` holds the pages.
    pub fn start(python: &Path, folder: &Path, fonts: &Path) -> Wheel {
        let mut process = Command::new(python)
            .args(["-c", SCRIPT])
            .args([folder, fonts])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a Python interpreter");
        let pages = process.stdin.take().expect("its input was asked for");
        let sizes = process.stdout.take().expect("its output was asked for");
        Wheel {
            process,
            pages,
            sizes: BufReader::new(sizes),
        }
    }

    /// The size of the page's PDF.
    pub fn pdf(&mut self, page: &Path) -> usize {
        writeln!(self.pages, "{}", page.display()).expect("the wheel listens");
        let mut size = String::new();
        self.sizes.read_line(&mut size).expect("the wheel answers");
        size.trim().parse().expect("typst compiles the page")
    }
}

impl Drop for Wheel {
    fn drop(&mut self) {
        // It ends with this program at the latest; nothing of it is kept.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
