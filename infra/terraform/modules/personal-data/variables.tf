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

variable "replica_region" {
  description = "Region in which the same keys exist too, so that what is copied there can be read; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.replica_region == null || var.replica_region != var.region
    error_message = "The keys' copies must be in another region than the keys, such as us-west-2."
  }

  validation {
    condition     = var.replica_region != null || var.environment != "production"
    error_message = "Production needs its keys in the DR region: without them the customers' numbers there cannot be read. Set replica_region to us-west-2."
  }
}
