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

variable "domain_name" {
  description = "Domain that notification-service sends from."
  type        = string
}

variable "secrets_key_arn" {
  description = "Key of the secrets."
  type        = string
}

variable "documents_bucket_arn" {
  description = "Bucket of the customers' documents."
  type        = string
}

variable "backups_bucket_arn" {
  description = "Bucket of the logical backups."
  type        = string
}

variable "storage_key_arn" {
  description = "Key of both buckets."
  type        = string
}

variable "personal_data_key_ids" {
  description = "Keys of the personal data, encryption and index (module personal-data)."
  type        = map(string)

  validation {
    condition     = length(setsubtract(["encryption", "index"], keys(var.personal_data_key_ids))) == 0
    error_message = "Pass both keys of the module personal-data: encryption and index."
  }
}
