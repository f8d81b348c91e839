variable "account_id" {
  description = "AWS account of this environment; every other one is refused."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account id must be 12 digits: `aws sts get-caller-identity --query Account`."
  }
}

variable "database_source" {
  description = "What PostgreSQL here is made of: replica (of production, kept warm) or backup (restored from production's replicated backups, when the replica is lost too)."
  type        = string
  default     = "replica"

  validation {
    condition     = contains(["replica", "backup"], var.database_source)
    error_message = "database_source is replica or backup."
  }
}
