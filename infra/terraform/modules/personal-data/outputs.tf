output "key_ids" {
  description = "Ids of the keys, encryption and index: the same in both regions."
  value       = { for purpose, key in aws_kms_key.this : purpose => key.key_id }
}
