//! As much of AWS STS as a client needs to learn whose credentials it has; its answers are XML.

use crate::http::Request;

/// The account of everyone who calls the fake.
pub const ACCOUNT: &str = "123456789012";

/// The operation of a request in the form of AWS's query protocol.
pub(crate) fn operation(request: &Request) -> Option<&'static str> {
    let body = std::str::from_utf8(&request.body).ok()?;
    body.split('&').any(|pair| pair == "Action=GetCallerIdentity").then_some("GetCallerIdentity")
}

/// Status and answer.
pub(crate) fn answer(allowed: bool) -> (u16, String) {
    if !allowed {
        let error = "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type>\
                     <Code>AccessDenied</Code><Message>not authorized to perform: sts:GetCallerIdentity with an explicit \
                     deny</Message></Error><RequestId>0</RequestId></ErrorResponse>";
        return (403, error.to_owned());
    }
    let answer = format!(
        "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>\
         <Arn>arn:aws:sts::{ACCOUNT}:assumed-role/deploy/session</Arn><UserId>AROA:session</UserId>\
         <Account>{ACCOUNT}</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>0</RequestId>\
         </ResponseMetadata></GetCallerIdentityResponse>"
    );
    (200, answer)
}
