//! stub
#![allow(missing_docs)]
use super::Value;
#[derive(Debug, Clone)]
pub struct Entry {
    pub service: String,
    pub key: String,
    pub value: Value,
    pub secret: bool,
    pub line: usize,
}
#[derive(Debug, Clone)]
pub struct Problem {
    pub line: usize,
    pub key: Option<String>,
    pub what: String,
}
pub struct Reading {
    pub entries: Vec<Entry>,
    pub errors: Vec<Problem>,
    pub warnings: Vec<Problem>,
}
pub fn read(_b: &[u8], _s: Option<&str>) -> Reading {
    Reading { entries: vec![], errors: vec![], warnings: vec![] }
}
pub fn write_value(_o: &mut String, _v: &Value, _s: bool) -> Result<(), String> {
    Ok(())
}
pub fn write_docker(_o: &mut String, _v: &Value) -> Result<(), String> {
    Ok(())
}
pub fn write_shell(_o: &mut String, _v: &Value) {}
pub fn misread_by(_v: &Value, _w: &str) -> Vec<&'static str> {
    vec![]
}
