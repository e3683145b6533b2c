//! Files: what is read, and the one that is written.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use secrecy::zeroize::Zeroizing;
use tempfile::Builder;
use thiserror::Error;

use crate::model::Value;

/// Links to follow until they are taken for a loop; Linux follows 40 as well.
const LINKS_MAX: usize = 40;
/// More than any value, tag file or `.env` file needs: a wrong path (a device, a disk image) ends here.
const SIZE_MAX: u64 = 16 * 1024 * 1024;

/// A file that could not be read or written.
#[derive(Debug, Error)]
#[error("cannot {doing} {path}: {why}")]
pub struct FileError {
    doing: &'static str,
    path: String,
    why: String,
}

impl FileError {
    fn new(doing: &'static str, path: &Path, why: impl ToString) -> Self {
        Self { doing, path: path.display().to_string(), why: why.to_string() }
    }
}

/// Reads a file whole, or standard input where the path is `-`. The bytes are wiped when dropped.
#[expect(clippy::disallowed_methods, reason = "the one place that opens files to read")]
pub fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, FileError> {
    let error = |why: io::Error| FileError::new("read", path, why);
    if path == Path::new("-") {
        return read_all(&mut io::stdin().lock(), 0)
            .map_err(|why| FileError::new("read", Path::new("standard input"), why));
    }
    let mut file = File::open(path).map_err(error)?;
    let meta = file.metadata().map_err(error)?;
    if meta.is_dir() {
        return Err(FileError::new("read", path, "it is a folder"));
    }
    read_all(&mut file, meta.len()).map_err(error)
}

fn read_all(from: &mut impl io::Read, expected: u64) -> io::Result<Zeroizing<Vec<u8>>> {
    let room = usize::try_from(expected.min(SIZE_MAX)).unwrap_or_default();
    let mut bytes = Zeroizing::new(Vec::with_capacity(room + 1));
    from.take(SIZE_MAX + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > SIZE_MAX {
        return Err(io::Error::other("it has more than 16 MiB"));
    }
    Ok(bytes)
}

/// Reads a value: the bytes as they are, less one final line break unless it is to be kept.
pub fn read_value(path: &Path, keep_newline: bool) -> Result<Value, FileError> {
    let bytes = read(path)?;
    let mut text = bytes.as_slice();
    if !keep_newline {
        text = text.strip_suffix(b"\n").map_or(text, |rest| rest.strip_suffix(b"\r").unwrap_or(rest));
    }
    let text = std::str::from_utf8(text);
    let text =
        text.map_err(|_| FileError::new("take a value from", path, "it is not UTF-8 text, which is all AWS stores"))?;
    Ok(Value::new(text.to_owned()))
}

/// Whether a file is there.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the one place that asks for files")]
pub fn exists(path: &Path) -> bool {
    path.exists()
}

/// A file to be written for its owner alone, complete or not at all.
#[derive(Debug)]
pub struct Target {
    /// As the user named it.
    shown: PathBuf,
    /// Behind all links.
    real: PathBuf,
    folder: PathBuf,
    /// Owner of the file that is there.
    owner: Option<(u32, u32)>,
}

impl Target {
    /// Looks at the place without touching it: links are followed, the folder must exist, and what stands
    /// there must be a regular file.
    #[expect(clippy::disallowed_methods, reason = "the one place that writes files")]
    pub fn at(path: &Path) -> Result<Self, FileError> {
        let error = |why: &str| FileError::new("write", path, why);
        let real = behind_links(path).map_err(|why| FileError::new("write", path, why))?;
        let folder = match real.parent() {
            Some(folder) if folder.as_os_str().is_empty() => PathBuf::from("."),
            Some(folder) => folder.to_owned(),
            None => return Err(error("it is a folder")),
        };
        if !folder.is_dir() {
            return Err(error("its folder does not exist"));
        }
        let owner = match std::fs::metadata(&real) {
            Ok(meta) if meta.is_file() => Some((meta.uid(), meta.gid())),
            Ok(meta) if meta.is_dir() => return Err(error("it is a folder")),
            Ok(_) => return Err(error("it is no regular file (use - for standard output)")),
            Err(_) => None,
        };
        Ok(Self { shown: path.to_owned(), real, folder, owner })
    }

    /// What the file holds now, if it is there and can be read.
    #[must_use]
    pub fn present(&self) -> Option<Zeroizing<Vec<u8>>> {
        self.owner?;
        read(&self.real).ok()
    }

    /// Takes from others the right to read the file that is there. Its time stays.
    pub fn tighten(&self) -> Result<(), FileError> {
        #[expect(clippy::disallowed_methods, reason = "the one place that writes files")]
        let set = std::fs::set_permissions(&self.real, std::fs::Permissions::from_mode(0o600));
        set.map_err(|why| FileError::new("set the mode of", &self.shown, why))
    }

    /// Writes the file: a temporary file in the same folder, 0600 from its first byte, synced, then renamed
    /// over the old one, which stays whole until then.
    pub fn replace(&self, content: &[u8]) -> Result<(), FileError> {
        self.try_replace(content).map_err(|why| FileError::new("write", &self.shown, why))
    }

    fn try_replace(&self, content: &[u8]) -> io::Result<()> {
        // tempfile makes its files with mode 0600 and a random name, and takes them away on failure.
        let mut file = Builder::new().prefix(".ssm-export-").suffix(".tmp").tempfile_in(&self.folder)?;
        file.write_all(content)?;
        if let Some((user, group)) = self.owner {
            // Only root may give files away; without that right the new file is the caller's.
            let _ = std::os::unix::fs::fchown(file.as_file(), Some(user), Some(group));
        }
        file.as_file().sync_all()?;
        file.persist(&self.real).map_err(|failed| failed.error)?;
        #[expect(clippy::disallowed_methods, reason = "the rename is on disk when its folder is")]
        File::open(&self.folder)?.sync_all()
    }
}

/// Follows symbolic links, also one whose target does not exist yet.
#[expect(clippy::disallowed_methods, reason = "the one place that writes files")]
fn behind_links(path: &Path) -> io::Result<PathBuf> {
    let mut real = path.to_owned();
    for _ in 0..LINKS_MAX {
        match std::fs::symlink_metadata(&real) {
            Ok(meta) if meta.is_symlink() => {
                let target = std::fs::read_link(&real)?;
                real = real.parent().unwrap_or(Path::new("")).join(target);
            }
            Ok(_) => return Ok(real),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(real),
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("too many symbolic links"))
}
