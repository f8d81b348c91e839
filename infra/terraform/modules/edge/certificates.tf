locals {
  hosts = distinct(flatten([for balancer in values(var.load_balancers) : balancer.hosts]))
  # Each host also has a name of this region alone, by which health checks ask it.
  names = concat(
    [for host in local.hosts : "${host}.${var.domain_name}"],
    [for host in local.hosts : "${host}-${var.region}.${var.domain_name}"],
    var.cdn == null ? [] : ["${var.cdn.host}.${var.domain_name}"],
  )
}

resource "aws_acm_certificate" "this" {
  domain_name               = local.names[0]
  subject_alternative_names = slice(local.names, 1, length(local.names))
  validation_method         = "DNS"
  key_algorithm             = "EC_prime256v1"

  tags = { Name = var.name }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route53_record" "validation" {
  for_each = toset(local.names)

  zone_id         = var.zone_id
  allow_overwrite = true
  ttl             = 300
  name            = one([for option in aws_acm_certificate.this.domain_validation_options : option.resource_record_name if option.domain_name == each.key])
  type            = one([for option in aws_acm_certificate.this.domain_validation_options : option.resource_record_type if option.domain_name == each.key])
  records         = [for option in aws_acm_certificate.this.domain_validation_options : option.resource_record_value if option.domain_name == each.key]
}

resource "aws_acm_certificate_validation" "this" {
  certificate_arn         = aws_acm_certificate.this.arn
  validation_record_fqdns = [for record in aws_route53_record.validation : record.fqdn]
}
