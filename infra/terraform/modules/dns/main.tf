# The control plane of Route 53 is in us-east-1: accelerated recovery lets records be changed from us-west-2 within the hour, and the
# failover records of dns-failover need no change at all.
resource "aws_route53_zone" "this" {
  name                        = var.domain_name
  comment                     = "Horizon"
  force_destroy               = false
  enable_accelerated_recovery = true

  tags = { Name = var.domain_name }
}

resource "aws_route53_record" "authorities" {
  zone_id = aws_route53_zone.this.zone_id
  name    = var.domain_name
  type    = "CAA"
  ttl     = 3600
  records = [for authority in var.certificate_authorities : "0 issue \"${authority}\""]
}
