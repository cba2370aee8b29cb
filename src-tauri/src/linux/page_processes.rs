//! WebKit's processes, which draw the page and keep its files: children of this one.

use std::fs;

use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};

/// Ends them, and waits until they have ended. To be called where nothing that they still hold is to be kept.
pub(crate) fn end_page_processes() {
    for child in children().filter(|child| is_webkits(*child)) {
        // One that has ended already is only taken note of. It is a child of this process until then, so that its number is nobody
        // else's.
        let _ = kill_process(child, Signal::KILL);
        let _ = waitpid(Some(child), WaitOptions::empty());
    }
}

fn children() -> impl Iterator<Item = Pid> {
    let threads = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let lists = threads.filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    let numbers: Vec<i32> = lists
        .flat_map(|list| list.split_whitespace().filter_map(|number| number.parse().ok()).collect::<Vec<_>>())
        .collect();
    numbers.into_iter().filter_map(Pid::from_raw)
}

fn is_webkits(process: Pid) -> bool {
    let name = fs::read_to_string(format!("/proc/{}/comm", process.as_raw_nonzero()));
    name.is_ok_and(|name| name.starts_with("WebKit"))
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};

    use super::*;

    #[test]
    fn children_are_known_and_only_webkits_are_ended() {
        let mut other = Command::new("cat").stdin(Stdio::piped()).spawn().unwrap();
        let pid = Pid::from_child(&other);
        assert!(children().any(|child| child == pid));
        end_page_processes();
        assert_eq!(other.try_wait().unwrap(), None, "it goes on");
        drop(other.stdin.take());
        assert!(other.wait().unwrap().success());
    }
}
