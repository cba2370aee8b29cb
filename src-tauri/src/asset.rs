//! Serves the app's assets to its page: `hd-asset://<name>`.

use std::borrow::Cow;

use hyperdiv_core::Assets;
use tauri::http::{Request, Response, StatusCode, header};

/// The scheme of their addresses.
pub(crate) const SCHEME: &str = "hd-asset";

/// Answers a request of a page.
pub(crate) fn serve(assets: &Assets, request: &Request<Vec<u8>>) -> Response<Cow<'static, [u8]>> {
    let plain = matches!(request.uri().path(), "" | "/") && request.uri().query().is_none();
    let name = request.uri().host().filter(|_| plain).unwrap_or_default();
    let mut response = match assets.get(name) {
        Some(served) => {
            let mut response = Response::new(Cow::Owned(served.bytes.to_vec()));
            let mime = header::HeaderValue::from_str(&served.mime);
            // The runtime has checked that it is a media type.
            response.headers_mut().extend(mime.ok().map(|mime| (header::CONTENT_TYPE, mime)));
            response
        }
        None => {
            let mut response = Response::new(Cow::Borrowed(&b""[..]));
            *response.status_mut() = StatusCode::NOT_FOUND;
            response
        }
    };
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    response.headers_mut().extend(fixed.map(|(name, value)| (name, header::HeaderValue::from_static(value))));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_is_not_found() {
        let assets = Assets::default();
        for address in [
            "hd-asset://00000000000000000000000000000000",
            "hd-asset://x/../etc/passwd",
            "hd-asset://localhost/etc/passwd",
            "hd-asset://a?b",
        ] {
            let request = Request::builder().uri(address).body(Vec::new()).unwrap();
            let response = serve(&assets, &request);
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "{address}");
            assert!(response.body().is_empty());
            assert_eq!(response.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        }
    }
}
