//! The fake refuses what AWS refuses: a test against it proves something.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use serde_json::{Value as Json, json};
use ssm_testkit::FakeStore;

/// One raw call: its code (`ok` or the error's) and the answer.
fn call(store: &FakeStore, op: &str, body: &Json) -> (String, Json) {
    let mut stream = TcpStream::connect(store.endpoint().trim_start_matches("http://")).unwrap();
    let body = body.to_string();
    let head = format!(
        "POST / HTTP/1.1\r\nhost: x\r\nx-amz-target: AmazonSSM.{op}\r\nauthorization: AWS4-HMAC-SHA256 Credential=AKID/20250101/eu-west-1/ssm/aws4_request, x\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(body.as_bytes()).unwrap();
    let mut text = Vec::new();
    let mut buffer = [0; 65536];
    loop {
        let read = stream.read(&mut buffer).unwrap();
        text.extend_from_slice(&buffer[..read]);
        let answer = String::from_utf8_lossy(&text).into_owned();
        if let Some((_, body)) = answer.split_once("\r\n\r\n")
            && let Ok(json) = serde_json::from_str::<Json>(body)
        {
            return (json["__type"].as_str().unwrap_or("ok").to_owned(), json);
        }
        assert!(read > 0, "cut off: {answer}");
    }
}

fn put(name: &str, more: &Json) -> Json {
    let mut body = json!({"Name": name, "Value": "v", "Type": "String"});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

#[test]
fn writes_are_refused_as_aws_refuses_them() {
    let store = FakeStore::start();
    store.put("/there", "String", "v");
    let many: Vec<Json> = (0..51).map(|n| json!({"Key": format!("k{n}"), "Value": "v"})).collect();
    let tag = |key: &str, value: &str| json!({"Tags": [{"Key": key, "Value": value}]});
    let deep = format!("/{}", ["a"; 16].join("/"));
    let cases = [
        (put("/new", &json!({})), "ok"),
        (put("/there", &json!({})), "ParameterAlreadyExists"),
        (put("there", &json!({})), "ParameterAlreadyExists"),
        (put("/there", &json!({"Overwrite": true, "Tags": [{"Key": "k", "Value": "v"}]})), "ValidationException"),
        (put("/x", &json!({"Type": null})), "ValidationException"),
        (put("/x", &json!({"Type": "Text"})), "ValidationException"),
        (put("/x", &json!({"Value": ""})), "ValidationException"),
        (put("/x", &json!({"Value": "a{{b}}"})), "ValidationException"),
        (put("/x", &json!({"Value": "v".repeat(4097)})), "ValidationException"),
        (put("/x", &json!({"Value": "v".repeat(8193), "Tier": "Advanced"})), "ValidationException"),
        (put("/big", &json!({"Value": "v".repeat(8192), "Tier": "Advanced"})), "ok"),
        (put("/big", &json!({"Overwrite": true, "Tier": "Standard"})), "ValidationException"),
        (put("/x", &json!({"Description": "d".repeat(1025)})), "ValidationException"),
        (put("/x", &json!({"KeyId": "alias/aws/ssm"})), "ValidationException"),
        (put("/x", &json!({"Type": "SecureString", "KeyId": "alias/no"})), "InvalidKeyId"),
        (put("/a b", &json!({})), "ValidationException"),
        (put("/a//b", &json!({})), "ValidationException"),
        (put("/a/", &json!({})), "ValidationException"),
        (put("a/b", &json!({})), "ValidationException"),
        (put("/ssm/x", &json!({})), "ValidationException"),
        (put("/aws/x", &json!({})), "AccessDeniedException"),
        (put(&deep, &json!({})), "HierarchyLevelLimitExceededException"),
        (put("/x", &json!({"Tags": many})), "TooManyTagsError"),
        (put("/x", &tag("aws:x", "v")), "ValidationException"),
        (put("/x", &tag("a&b", "v")), "ValidationException"),
        (put("/x", &tag("k", &"v".repeat(257))), "ValidationException"),
    ];
    for (body, expected) in cases {
        assert_eq!(
            call(&store, "PutParameter", &body).0,
            expected,
            "{}",
            body.to_string().chars().take(120).collect::<String>()
        );
    }
    let tag_call = |id: &str, kind: &str| json!({"ResourceType": kind, "ResourceId": id, "Tags": []});
    assert_eq!(call(&store, "AddTagsToResource", &tag_call("/absent", "Parameter")).0, "InvalidResourceId");
    assert_eq!(call(&store, "AddTagsToResource", &tag_call("/there", "Document")).0, "InvalidResourceType");
    let eleven: Vec<String> = (0..11).map(|n| format!("/{n}")).collect();
    assert_eq!(call(&store, "DeleteParameters", &json!({"Names": eleven})).0, "ValidationException");
    assert_eq!(call(&store, "DeleteParameter", &json!({"Name": "/absent"})).0, "ParameterNotFound");
    let (_, answer) = call(&store, "DeleteParameters", &json!({"Names": ["/there", "/absent"]}));
    assert_eq!((&answer["DeletedParameters"], &answer["InvalidParameters"]), (&json!(["/there"]), &json!(["/absent"])));
}

#[test]
fn an_overwrite_keeps_tags_and_type_and_drops_the_key() {
    let store = FakeStore::start();
    store.know_key("alias/own");
    let body = put("/s", &json!({"Type": "SecureString", "KeyId": "alias/own", "Tags": [{"Key": "k", "Value": "v"}]}));
    assert_eq!(call(&store, "PutParameter", &body).0, "ok");
    assert_eq!(call(&store, "PutParameter", &json!({"Name": "/s", "Value": "w", "Overwrite": true})).0, "ok");
    let stored = store.get("/s").unwrap();
    assert_eq!(
        (stored.ty.as_str(), stored.version, stored.tags.len(), stored.key_id.as_deref()),
        ("SecureString", 2, 1, Some("alias/aws/ssm"))
    );
    assert_eq!(call(&store, "PutParameter", &put("/s", &json!({"Overwrite": true}))).0, "ok");
    assert_eq!(store.get("/s").unwrap().ty, "String");
    store.refuse_type_change();
    let back = put("/s", &json!({"Overwrite": true, "Type": "SecureString"}));
    assert_eq!(call(&store, "PutParameter", &back).0, "HierarchyTypeMismatchException");
}

#[test]
fn reads_page_filter_and_hide_secrets() {
    let store = FakeStore::start();
    (0..25).for_each(|n| store.put(&format!("/p/{n}"), "String", "v"));
    store.put("/p/deep/s", "SecureString", "plain-text");
    let by_path = |more: Json| {
        let mut body = json!({"Path": "/p"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        call(&store, "GetParametersByPath", &body)
    };
    let (_, first) = by_path(json!({}));
    assert_eq!((first["Parameters"].as_array().unwrap().len(), first["NextToken"].is_string()), (10, true));
    assert_eq!(by_path(json!({"NextToken": "junk"})).0, "InvalidNextToken");
    assert_eq!(by_path(json!({"MaxResults": 11})).0, "ValidationException");
    assert_eq!(by_path(json!({"Path": "p"})).0, "ValidationException");
    assert_eq!(by_path(json!({"ParameterFilters": [{"Key": "Name", "Values": ["x"]}]})).0, "InvalidFilterKey");
    let secrets = json!({"Recursive": true, "ParameterFilters": [{"Key": "Type", "Values": ["SecureString"]}]});
    let (_, hidden) = by_path(secrets.clone());
    assert!(!hidden.to_string().contains("plain-text") && store.decrypted().is_empty());
    let mut clear = secrets;
    clear["WithDecryption"] = json!(true);
    assert!(by_path(clear).1.to_string().contains("plain-text"));
    assert_eq!(store.decrypted(), ["/p/deep/s"]);
    assert_eq!(call(&store, "DescribeParameters", &json!({"MaxResults": 51})).0, "ValidationException");
    let twice =
        json!({"ParameterFilters": [{"Key": "Type", "Values": ["String"]}, {"Key": "Type", "Values": ["String"]}]});
    assert_eq!(call(&store, "DescribeParameters", &twice).0, "ValidationException");
    let eleven: Vec<String> = (0..11).map(|n| format!("/{n}")).collect();
    assert_eq!(call(&store, "GetParameters", &json!({"Names": eleven})).0, "ValidationException");
    assert_eq!(call(&store, "GetParameter", &json!({"Name": "/absent"})).0, "ParameterNotFound");
}

#[test]
fn faults_come_as_declared() {
    let store = FakeStore::start();
    store.faults().quota(&["PutParameter"], 0.0, 2.0);
    let codes: Vec<String> =
        (0..3).map(|n| call(&store, "PutParameter", &put(&format!("/{n}"), &json!({}))).0).collect();
    assert_eq!(codes, ["ok", "ok", "ThrottlingException"]);
    store.faults().deny("ssm:GetParameter", "/secret");
    assert_eq!(call(&store, "GetParameter", &json!({"Name": "/secret/x"})).0, "AccessDeniedException");
    assert_eq!(call(&store, "GetParameter", &json!({"Name": "/0"})).0, "ok");
    let last = store.calls().pop().unwrap();
    assert_eq!((last.access_key.as_str(), last.region.as_str(), last.outcome.as_str()), ("AKID", "eu-west-1", "ok"));
}
