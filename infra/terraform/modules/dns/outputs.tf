output "zone_id" {
  description = "Hosted zone."
  value       = aws_route53_zone.this.zone_id
}

output "name_servers" {
  description = "Servers that the registrar must name."
  value       = aws_route53_zone.this.name_servers
}
