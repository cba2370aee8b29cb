//! A new user of this system, who is removed with all that is theirs.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use crate::process::{PATIENCE, kill_all};

/// A user. Needs root.
pub(crate) struct Account {
    name: String,
    pub(crate) uid: u32,
    pub(crate) home: PathBuf,
}

impl Account {
    pub(crate) fn new() -> Account {
        let mut random = [0; 4];
        getrandom::fill(&mut random).unwrap();
        let name = format!("hyperdiv-{:08x}", u32::from_ne_bytes(random));
        let home = PathBuf::from("/home").join(&name);
        let made = Command::new("useradd")
            .args(["--create-home", "--user-group", "--shell", "/usr/sbin/nologin", "--home-dir"])
            .arg(&home)
            .arg(&name)
            .status()
            .unwrap();
        assert!(made.success(), "useradd {name}: {made}; are you root?");
        let owner = fs::metadata(&home).unwrap();
        assert_eq!(owner.uid(), owner.gid(), "a user and their group have one number");
        Account { name, uid: owner.uid(), home }
    }
}

impl Drop for Account {
    fn drop(&mut self) {
        // Whatever runs as a user who was made for this test was started by it.
        let began = Instant::now();
        loop {
            let theirs = theirs(self.uid);
            kill_all(&theirs);
            if theirs.is_empty() || began.elapsed() > PATIENCE {
                break;
            }
            std::thread::yield_now();
        }
        let gone = Command::new("userdel").args(["--remove", &self.name]).output();
        if !gone.is_ok_and(|output| output.status.success()) {
            eprintln!("the user {} could not be removed", self.name);
        }
    }
}

/// The processes of a user.
fn theirs(uid: u32) -> Vec<u32> {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    processes
        .filter(|entry| entry.metadata().is_ok_and(|meta| meta.uid() == uid))
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|pid| !is_zombie(*pid))
        .collect()
}

fn is_zombie(pid: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit(") ").next().is_none_or(|rest| rest.starts_with('Z'))
}
