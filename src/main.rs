//! Arguments in, exit code out.

fn main() {
    println!("guitai {}", env!("CARGO_PKG_VERSION"));
}
