variable "repositories" {
  description = "Repositories, without the prefix horizon-."
  type        = set(string)

  validation {
    condition     = alltrue([for repository in var.repositories : can(regex("^[a-z][a-z0-9-]*$", repository)) && !startswith(repository, "horizon-")])
    error_message = "Name repositories by their service, without the prefix: api-gateway, not horizon-api-gateway."
  }
}

variable "replica_region" {
  description = "Region that images are copied to, so that DR starts without the primary region."
  type        = string

  validation {
    condition     = contains(["us-west-2"], var.replica_region)
    error_message = "Images are copied to the DR region, us-west-2."
  }
}

variable "tagged_images_kept" {
  description = "Tagged images kept in each repository; what runs is always among the newest."
  type        = number
  default     = 100

  validation {
    condition     = var.tagged_images_kept >= 20
    error_message = "Keep 20 images or more, or a rollback may find its image gone."
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
