resource "aws_cloudfront_distribution" "this" {
  count = var.cdn == null ? 0 : 1

  comment         = var.name
  enabled         = true
  http_version    = "http2and3"
  is_ipv6_enabled = true
  price_class     = var.cdn.price_class
  aliases         = ["${var.cdn.host}.${var.domain_name}"]
  web_acl_id      = aws_wafv2_web_acl.this["cdn"].arn

  # The origin's name fails over between the regions (dns-failover), so the distribution never changes in a disaster.
  origin {
    origin_id   = "load-balancer"
    domain_name = "${var.cdn.origin_host}.${var.domain_name}"

    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
      origin_read_timeout    = 60
    }
  }

  # Answers are personal: nothing is cached. Managed policies CachingDisabled and AllViewer.
  default_cache_behavior {
    target_origin_id         = "load-balancer"
    viewer_protocol_policy   = "https-only"
    allowed_methods          = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
    cached_methods           = ["GET", "HEAD"]
    compress                 = true
    cache_policy_id          = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    origin_request_policy_id = "216adef6-5c7f-47e4-b989-5492eafa07d3"
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    acm_certificate_arn      = aws_acm_certificate_validation.this.certificate_arn
    minimum_protocol_version = "TLSv1.2_2021"
    ssl_support_method       = "sni-only"
  }

  tags = { Name = var.name }
}

resource "aws_route53_record" "cdn" {
  for_each = var.cdn == null ? [] : toset(["A", "AAAA"])

  zone_id = var.zone_id
  name    = "${var.cdn.host}.${var.domain_name}"
  type    = each.key

  alias {
    name                   = aws_cloudfront_distribution.this[0].domain_name
    zone_id                = aws_cloudfront_distribution.this[0].hosted_zone_id
    evaluate_target_health = false
  }
}
