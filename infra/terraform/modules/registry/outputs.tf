output "repository_urls" {
  description = "Address to push each image to, by service."
  value       = { for service, repository in aws_ecr_repository.this : service => repository.repository_url }
}

output "repository_arns" {
  description = "ARN of each repository, by service: what the push role may write."
  value       = { for service, repository in aws_ecr_repository.this : service => repository.arn }
}
