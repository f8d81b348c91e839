output "hosts" {
  description = "Full name of each host that fails over."
  value       = { for host, record in aws_route53_record.failover : host => record.name }
}

output "evacuation_alarm_name" {
  description = "Alarm that sends traffic to the DR region; null on the secondary side."
  value       = one(aws_cloudwatch_metric_alarm.evacuate[*].alarm_name)
}
