output "load_balancers" {
  description = "Address, zone and ARN of each load balancer, by suffix."
  value       = { for suffix, balancer in aws_lb.this : suffix => { dns_name = balancer.dns_name, zone_id = balancer.zone_id, arn = balancer.arn } }
}

output "alb_security_group_ids" {
  description = "Security group of each load balancer, by suffix."
  value       = { for suffix, group in aws_security_group.alb : suffix => group.id }
}

output "certificate_arn" {
  description = "Certificate of every host; the controller finds it by host name."
  value       = aws_acm_certificate_validation.this.certificate_arn
}

output "cdn_domain_name" {
  description = "CloudFront's own name for the distribution; null without one."
  value       = one(aws_cloudfront_distribution.this[*].domain_name)
}
