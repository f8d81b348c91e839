output "identity_arn" {
  description = "Identity that notification-service may send from."
  value       = aws_sesv2_email_identity.this.arn
}

output "configuration_set_name" {
  description = "Configuration set to name in every message."
  value       = aws_sesv2_configuration_set.this.configuration_set_name
}

output "topic_arns" {
  description = "Topics of bounces and complaints: notification-service subscribes over HTTPS."
  value       = { for kind, topic in aws_sns_topic.feedback : kind => topic.arn }
}
