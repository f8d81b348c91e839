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

variable "replica_region" {
  description = "Region that the buckets are replicated to; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.replica_region == null || var.replica_region != var.region
    error_message = "Replicate to another region than the buckets' own, such as us-west-2: a copy beside the original is lost with it."
  }

  validation {
    condition     = var.replica_region != null || var.environment != "production"
    error_message = "Production replicates its buckets to the DR region: set replica_region to us-west-2."
  }
}

variable "intelligent_tiering" {
  description = "Let S3 move documents between tiers by use (the strategy's 7.2)."
  type        = bool
  default     = true
}

variable "logical_backup_days" {
  description = "Days that logical backups are kept in Glacier, locked against deletion."
  type        = number
  default     = 90

  validation {
    condition     = var.logical_backup_days >= 90
    error_message = "Glacier bills 90 days at least, and the strategy's 4.2 keeps logical backups for 90: use 90 or more."
  }
}

variable "lock_backups" {
  description = "Object lock on the backup bucket: nobody deletes a backup before its time. Only when the bucket is made."
  type        = bool

  validation {
    condition     = var.lock_backups || var.environment == "staging"
    error_message = "Production locks its backups: a stolen credential must not be able to delete them."
  }
}

variable "force_destroy" {
  description = "Let a destroy delete buckets that are not empty."
  type        = bool
  default     = false

  validation {
    condition     = !var.force_destroy || var.environment == "staging"
    error_message = "Only staging may destroy buckets that are not empty."
  }
}
