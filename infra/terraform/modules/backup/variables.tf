variable "name" {
  description = "Prefix of every name, e.g. horizon-production."
  type        = string

  validation {
    condition     = can(regex("^horizon-[a-z]+$", var.name))
    error_message = "The name must be \"horizon-\" and the environment, e.g. horizon-staging: names of roles, secrets and dashboards are built from it."
  }
}

variable "environment" {
  description = "Environment that the resources belong to."
  type        = string

  validation {
    condition     = contains(["staging", "production", "dr"], var.environment)
    error_message = "The environment must be staging, production or dr. A new environment is a new folder under infra/terraform/live, and an entry here."
  }
}

variable "region" {
  description = "Region of the resources."
  type        = string

  validation {
    condition     = contains(["us-east-1", "us-west-2"], var.region)
    error_message = "The region must be us-east-1 (primary) or us-west-2 (DR): prices, availability zones and replicas are known for these two."
  }
}

variable "account_id" {
  description = "AWS account."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account id must be 12 digits: `aws sts get-caller-identity --query Account`."
  }
}

variable "copy_region" {
  description = "Region of the daily copies; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.copy_region == null || var.copy_region != var.region
    error_message = "Copy backups to another region than their own, such as us-west-2: a copy beside the original is lost with it."
  }

  validation {
    condition     = var.copy_region != null || var.environment != "production"
    error_message = "Production copies its backups every day (the strategy's 4.2): set copy_region to us-west-2."
  }
}

variable "weekly_retention_days" {
  description = "Days that the weekly snapshots are kept."
  type        = number
  default     = 30

  validation {
    condition     = var.weekly_retention_days >= 30 && var.weekly_retention_days <= 365
    error_message = "The strategy's 4.2 keeps weekly snapshots for 30 days: use 30 to 365."
  }
}

variable "copy_retention_days" {
  description = "Days that the daily copies in the other region are kept."
  type        = number
  default     = 7

  validation {
    condition     = var.copy_retention_days >= 7 && var.copy_retention_days <= 35
    error_message = "The strategy's 4.2 keeps cross-region copies for 7 days: use 7 to 35."
  }
}

variable "restore_test_schedule" {
  description = "When the newest backup of each store is restored and timed, as a cron expression; null for never. A restore costs what the instance costs while it runs."
  type        = string
  default     = null

  validation {
    condition     = var.restore_test_schedule == null || can(regex("^cron\\(.+\\)$", var.restore_test_schedule))
    error_message = "Write the schedule as cron(...), such as cron(0 9 ? * SUN *)."
  }
}
