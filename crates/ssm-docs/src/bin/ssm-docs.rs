//! `ssm-docs share DIR` writes man pages and completions below DIR; `ssm-docs reference FILE` writes the reference.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

#[expect(clippy::print_stderr, reason = "a tool of the build")]
fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let written = match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["share", folder] => write_all(Path::new(folder), ssm_docs::share()),
        ["reference", file] => write_all(Path::new(""), vec![(PathBuf::from(file), ssm_docs::reference())]),
        _ => {
            eprintln!("usage: ssm-docs share DIR | reference FILE");
            return ExitCode::from(2);
        }
    };
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("ssm-docs: {error}");
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "nothing it writes is a secret")]
fn write_all(folder: &Path, files: Vec<(PathBuf, String)>) -> io::Result<()> {
    for (place, text) in files {
        let path = folder.join(place);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, text)?;
    }
    Ok(())
}
